package io.leaderelection.elector;

import io.leaderelection.elector.ElectionTable.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code docs/election.md} says of each row of {@link ElectionTable}: states and events come from the code. */
final class ElectionDocument {

    static final Path FILE = Path.of("..", "docs", "election.md");

    /**
     * What is said of one row.
     *
     * @param invariants the rules that the row keeps
     * @param does what is done, in a line
     * @param test the method of an {@link ElectorTest} that plays it
     */
    record Explanation(String invariants, String does, String test) {

        private static final Explanation MISSING = new Explanation("", "", "");

        List<String> eachInvariant() {
            return invariants.isEmpty() ? List.of() : List.of(invariants.split(", "));
        }
    }

    private final String text;
    private final Map<String, Explanation> explanations = new LinkedHashMap<>();

    private ElectionDocument(String text) {
        this.text = text;
        block("table").lines().skip(2).map(line -> line.split("\\|")).forEach(cells -> {
            String test = cells[6].strip().replace("`", "");
            explanations.put(key(cells[1], cells[2]), new Explanation(cells[4].strip(), cells[5].strip(), test));
        });
    }

    static ElectionDocument read() {
        try {
            return new ElectionDocument(Files.readString(FILE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String text() {
        return text;
    }

    Explanation of(Row row) {
        return explanations.getOrDefault(key(row.state().name(), row.event().name()), Explanation.MISSING);
    }

    /** The document with its table of all rows as the code has them; what is said of each stays. */
    ElectionDocument withRows() {
        StringBuilder table = new StringBuilder("| state | event | next | invariants | what is done | test |\n")
                .append("|---|---|---|---|---|---|\n");
        for (Row row : ElectionTable.ROWS) {
            Explanation said = of(row);
            String next = EnumSet.copyOf(row.next()).stream().map(State::name).collect(Collectors.joining(", "));
            table.append("| %s | %s | %s | %s | %s | `%s` |\n"
                    .formatted(row.state(), row.event(), next, said.invariants(), said.does(), said.test()));
        }
        return with("table", table.toString());
    }

    /** The document with what stands between a block's two marks replaced. */
    ElectionDocument with(String block, String content) {
        return new ElectionDocument(text.replace(block(block), content));
    }

    private String block(String name) {
        String begin = "<!-- " + name + ": begin, written by ElectionTableTest -->\n";
        int from = text.indexOf(begin);
        int to = text.indexOf("<!-- " + name + ": end -->\n");
        if (from < 0 || to < 0) {
            throw new IllegalStateException("The marks of block '%s' are missing in %s".formatted(name, FILE));
        }
        return text.substring(from + begin.length(), to);
    }

    private static String key(String state, String event) {
        return state.strip() + " " + event.strip();
    }
}
