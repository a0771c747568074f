package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/conformance.md} lists every upstream case once, and the tests that it names exist. */
class ConformanceTableTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "conformance.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern ROW = Pattern.compile("^\\| (C[A-Z][0-9, CGHRIMS]*) \\|.*$", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void everyUpstreamCaseIsListedOnce() throws IOException {
        List<String> listed = new ArrayList<>();
        Matcher row = ROW.matcher(Files.readString(DOCUMENT));
        while (row.find()) {
            listed.addAll(List.of(row.group(1).split(", ")));
        }
        List<String> upstream = Stream.of(
                        cases("CG%02d", 20),
                        cases("CS%02d", 25),
                        cases("CH%d", 5),
                        cases("CR%d", 11),
                        cases("CI%d", 5),
                        cases("CM%d", 17))
                .flatMap(List::stream)
                .toList();

        assertThat(listed).containsExactlyElementsOf(upstream);
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Matcher test = TEST.matcher(Files.readString(DOCUMENT));
        int named = 0;
        while (test.find()) {
            named++;
            assertThat(sourceOf(test.group(1))).as(test.group()).contains("void " + test.group(2) + "(");
        }
        assertThat(named).isGreaterThan(40);
    }

    private static List<String> cases(String format, int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(upstream -> String.format(Locale.ROOT, format, upstream))
                .toList();
    }

    private static String sourceOf(String testClass) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().equals(testClass + ".java"))
                    .collect(Collectors.toList());
            assertThat(found).as(testClass).hasSize(1);
            return Files.readString(found.get(0));
        }
    }
}
