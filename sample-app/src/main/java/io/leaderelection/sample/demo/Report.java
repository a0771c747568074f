package io.leaderelection.sample.demo;

import io.leaderelection.sample.History;
import java.util.List;

/**
 * A line of a replica's history, told as it happened.
 *
 * @param replica name of the replica
 * @param nanos when it happened, on the monotonic clock that all processes of the machine share
 * @param kind what happened
 * @param election name of the election, or of the group
 * @param nonce random name of the process
 * @param token fencing token of the term; 0 if it is no matter of one
 * @param details the rest of the line, by kind
 */
record Report(
        String replica, long nanos, String kind, String election, String nonce, long token, List<String> details) {

    /** Whether a line is one: between them stands the replica's log. */
    static boolean isIn(String line) {
        return line.startsWith(History.MARK);
    }

    static Report parse(String replica, String line) {
        List<String> words = List.of(line.substring(History.MARK.length()).split(" "));
        return new Report(
                replica,
                Long.parseLong(words.get(0)),
                words.get(1),
                words.get(2),
                words.get(3),
                Long.parseLong(words.get(4)),
                words.subList(6, words.size()));
    }
}
