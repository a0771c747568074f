package io.leaderelection.it.node;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The table of planned events in {@code docs/recovery.md}, made of the runs in {@code docs/planned-events.csv}. */
final class PlannedEventsTable {

    private static final Path DOCS = Path.of(System.getProperty("basedir", "."), "../docs");

    /** A header and one line for each run, in the order of time. */
    static final Path RUNS = DOCS.resolve("planned-events.csv");

    static final Path PAGE = DOCS.resolve("recovery.md");

    private static final String BEGIN = "<!-- planned events: begin, written from planned-events.csv -->\n";
    private static final String END = "<!-- planned events: end -->\n";

    private static final String HEADER = """
            | event | runs | changes of leader | without a leader, ms: min | median | max | load |
            |---|---|---|---|---|---|---|
            """;

    /** One line of the file. */
    record Run(String event, int changes, double withoutLeader, boolean kept, double load) {

        static Run parse(String line) {
            String[] fields = line.split(",");
            return new Run(
                    fields[0],
                    Integer.parseInt(fields[1]),
                    Double.parseDouble(fields[2]),
                    Boolean.parseBoolean(fields[3]),
                    Double.parseDouble(fields[4]));
        }
    }

    private PlannedEventsTable() {}

    /** The page with the table as the runs want it. */
    static String page() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        return page.substring(0, begin) + table(runs()) + page.substring(page.indexOf(END));
    }

    static List<Run> runs() {
        try {
            return Files.readAllLines(RUNS).stream().skip(1).map(Run::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row for each event that was run at all. */
    static String table(List<Run> runs) {
        return HEADER
                + Arrays.stream(PlannedEvent.values())
                        .map(event -> row(
                                event,
                                runs.stream()
                                        .filter(run -> run.event().equals(event.name()))
                                        .toList()))
                        .collect(joining());
    }

    private static String row(PlannedEvent event, List<Run> runs) {
        if (runs.isEmpty()) {
            return "";
        }
        double[] without =
                runs.stream().mapToDouble(Run::withoutLeader).sorted().toArray();
        double[] load = runs.stream().mapToDouble(Run::load).sorted().toArray();
        String times = event.changes() == 0 && without[without.length - 1] == 0
                ? "0 | 0 | 0"
                : String.format(
                        Locale.ROOT,
                        "%.0f | %.0f | %.0f",
                        without[0],
                        without[without.length / 2],
                        without[without.length - 1]);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %.0f to %.0f |%n",
                event.title(),
                runs.size(),
                changes(runs),
                times,
                load[0],
                load[load.length - 1]);
    }

    /** How often the leader changed, and in how many of the runs if not in all. */
    private static String changes(List<Run> runs) {
        Map<Integer, Long> counts = new TreeMap<>(runs.stream().collect(groupingBy(Run::changes, counting())));
        return counts.size() == 1
                ? counts.keySet().iterator().next().toString()
                : counts.entrySet().stream()
                        .map(each -> each.getKey() + " in " + each.getValue())
                        .collect(joining(", "));
    }
}
