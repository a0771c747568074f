package io.leaderelection.sample.demo;

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

    private static final Pattern LINE = Pattern.compile("\\S+ \\S+ (\\S+) term=\\d+ token=(\\d+)");

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
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a line of the ledger: " + line);
        }
        long token = Long.parseLong(matcher.group(2));
        String writer = matcher.group(1);
        oneLeaderAtATime &= token >= highest && writer.equals(writers.getOrDefault(token, writer));
        highest = Math.max(highest, token);
        writers.put(token, writer);
        counts.merge(token, 1, Integer::sum);
    }
}
