package io.leaderelection.elector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page {@code docs/simulation.md}, for tests that compare it with what is played. */
public final class SimulationPage {

    private final List<String> lines;

    public SimulationPage() {
        try {
            this.lines = Files.readAllLines(Path.of("..", "docs", "simulation.md"));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    List<String> lines() {
        return lines;
    }

    /** The rows of the table whose heading begins so, each as its cells. */
    public List<List<String>> table(String heading) {
        List<List<String>> rows = new ArrayList<>();
        lines.stream()
                .dropWhile(line -> !line.startsWith(heading))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .forEach(line -> rows.add(Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .collect(Collectors.toList())));
        assertThat(rows).as("table under %s", heading).isNotEmpty();
        return rows;
    }

    /** What the first command that sets this system property sets it to. */
    public int setByCommand(String property) {
        Matcher command = Pattern.compile("-D" + property + "=(\\d+)").matcher(String.join("\n", lines));
        assertThat(command.find()).as("a command with -D%s", property).isTrue();
        return Integer.parseInt(command.group(1));
    }
}
