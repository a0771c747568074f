package io.leaderelection.elector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/simulation.md} counts and lists is what the simulation plays. */
class SimulationPageTest {

    private static final Pattern NAME = Pattern.compile("`([A-Z_]+)`");

    private final List<String> page = read("simulation.md");

    @Test
    void everyOracleIsExplained() {
        assertThat(table("| oracle |"))
                .flatExtracting(row -> names(row.get(0)))
                .containsExactly(names(Oracle.values()));
    }

    @Test
    void everyMutantIsListedWithTheOraclesThatMayCatchIt() {
        Set<Mutant> mutants = EnumSet.complementOf(EnumSet.of(Mutant.NONE));

        assertThat(table("| mutant | what is wrong |").stream()
                        .map(row -> names(row.get(0)) + " " + new TreeSet<>(names(row.get(2)))))
                .containsExactlyElementsOf(mutants.stream()
                        .map(mutant -> List.of(mutant.name()) + " "
                                + new TreeSet<>(List.of(names(mutant.catchers().toArray(new Oracle[0])))))
                        .toList());
        assertThat(page)
                .anyMatch(line ->
                        line.contains(String.format(Locale.ROOT, "caught within %,d schedules", MutantTest.SCHEDULES)));
    }

    @Test
    void everyMutantThatTheSearchMustFindIsListedWithItsShortestPath() throws NoSuchMethodException {
        String[] paths = ExhaustiveSearchTest.class
                .getDeclaredMethod("findsTheShortestPathToAMistake", String.class)
                .getAnnotation(ValueSource.class)
                .strings();

        assertThat(table("| mutant | shortest path").stream().map(row -> String.join(" ", row)))
                .containsExactlyElementsOf(Stream.of(paths)
                        .map(path -> path.split(" "))
                        .map(words -> "`%s` %s %s".formatted(words[0], words[4], words[2]))
                        .toList());
    }

    @Test
    void theSearchHasAsManyEventsAsItIsSaidToHave() {
        Matcher command = Pattern.compile("-Dsimulation.events=(\\d+)").matcher(String.join("\n", page));
        assertThat(command.find()).isTrue();
        int byCommand = Integer.parseInt(command.group(1));

        assertThat(table("| start |").stream().map(row -> row.get(1) + " " + row.get(2)))
                .containsExactlyElementsOf(Stream.of(StartPosition.values())
                        .map(start ->
                                start.events(ExhaustiveSearchTest.EVENTS_OF_THE_BUILD) + " " + start.events(byCommand))
                        .toList());
    }

    @Test
    void theBuildPlaysAsManySchedulesAsItIsSaidTo() {
        String schedules = String.format(Locale.ROOT, "# %,d schedules", SimulationTest.SCHEDULES_OF_THE_BUILD);
        assertThat(page).anyMatch(line -> line.startsWith(schedules));
    }

    private static String[] names(Enum<?>[] constants) {
        return Stream.of(constants).map(Enum::name).toArray(String[]::new);
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map(name -> name.group(1)).toList();
    }

    /** The rows of the table whose heading begins so, each as its cells. */
    private List<List<String>> table(String heading) {
        List<List<String>> rows = new ArrayList<>();
        page.stream()
                .dropWhile(line -> !line.startsWith(heading))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .forEach(line -> rows.add(Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .collect(Collectors.toList())));
        assertThat(rows).as("table under %s", heading).isNotEmpty();
        return rows;
    }

    private static List<String> read(String name) {
        try {
            return Files.readAllLines(Path.of("..", "docs", name));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
