package io.leaderelection.sample.demo;

import io.leaderelection.sample.demo.View.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who wrote into a ledger, told by the ledger alone. */
final class LedgerReport {

    private static final Pattern LINE = Pattern.compile("\\S+ \\S+ (\\S+) term=\\d+ token=(\\d+) ?(.*)");

    private final Map<Long, String> writers = new LinkedHashMap<>();
    private final Map<Long, Integer> counts = new LinkedHashMap<>();
    private long highest;
    private boolean oneLeaderAtATime = true;

    static LedgerReport of(Path ledger) throws IOException {
        LedgerReport report = new LedgerReport();
        Files.readAllLines(ledger).forEach(report::add);
        return report;
    }

    /** Whether each token had one writer, and no line has a lower token than one before. */
    boolean oneLeaderAtATime() {
        return oneLeaderAtATime;
    }

    /** The writers in order, one line each. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        writers.forEach((token, writer) -> text.append(
                String.format(Locale.ROOT, "  fencing token %d: %2d lines by %s%n", token, counts.get(token), writer)));
        return text.toString();
    }

    void add(String line) {
        Entry entry = Entry.parse(line);
        oneLeaderAtATime &=
                entry.token() >= highest && entry.writer().equals(writers.getOrDefault(entry.token(), entry.writer()));
        highest = Math.max(highest, entry.token());
        writers.put(entry.token(), entry.writer());
        counts.merge(entry.token(), 1, Integer::sum);
    }

    /**
     * A line of a ledger.
     *
     * @param text its end; may be empty
     */
    record Entry(String writer, long token, String text) {

        static Entry parse(String line) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("Not a line of the ledger: " + line);
            }
            return new Entry(matcher.group(1), Long.parseLong(matcher.group(2)), matcher.group(3));
        }

        Line shownAt(double ms) {
            return new Line(ms, Long.toString(token), writer, text, true);
        }
    }
}
