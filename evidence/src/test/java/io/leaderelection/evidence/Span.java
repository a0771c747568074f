package io.leaderelection.evidence;

/**
 * A time in which something surely was so in one process.
 *
 * @param process name of the process
 * @param from its begin, by {@link System#nanoTime}
 * @param to its end, not before the begin
 */
record Span(String process, long from, long to) {

    /** For how long both were so at once; 0 within one process. */
    long overlap(Span other) {
        return process.equals(other.process) ? 0 : Math.max(0, Math.min(to, other.to) - Math.max(from, other.from));
    }

    /** Whether the line was written by another process in this time. */
    boolean contains(Line line) {
        return !process.equals(line.process()) && from < line.nanos() && line.told() < to;
    }

    /** Whether any moment of it lies between two times. */
    boolean touches(long begin, long end) {
        return from < end && begin < to;
    }
}
