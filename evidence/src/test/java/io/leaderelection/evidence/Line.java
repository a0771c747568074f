package io.leaderelection.evidence;

/**
 * One line of a candidate's history; {@code io.leaderelection.candidate.Journal} says what each kind means.
 *
 * @param process name of the process
 * @param nanos when it happened at the earliest, by {@link System#nanoTime}
 * @param kind what happened
 * @param term fencing token, or how often the process has led by then
 * @param told when it happened at the latest
 */
record Line(String process, long nanos, String kind, long term, long told) {

    static Line parse(String process, String text) {
        String[] words = text.split(" ");
        return new Line(
                process, Long.parseLong(words[0]), words[1], Long.parseLong(words[2]), Long.parseLong(words[3]));
    }

    boolean is(String kind) {
        return this.kind.equals(kind);
    }
}
