package io.leaderelection.it.scenario;

/**
 * One line of a replica's history.
 *
 * @param nanos when, or the earliest that it can have been, by CLOCK_MONOTONIC, which all processes of one kernel share
 * @param kind {@code started}, {@code granted}, {@code revoked}, {@code enter}, {@code interrupted}, {@code exit},
 *     {@code refused} or {@code beat}
 * @param election name of the election
 * @param nonce random name of the process
 * @param token fencing token of the term
 * @param told the latest that it can have been
 */
public record HistoryLine(long nanos, String kind, String election, String nonce, long token, long told) {

    /** How the elections of the sample's shards are called, before the number. */
    static final String SHARD = "orders-";

    /** Reads a line as the sample writes it. */
    public static HistoryLine parse(String line) {
        String[] words = line.split(" ");
        return new HistoryLine(
                Long.parseLong(words[0]),
                words[1],
                words[2],
                words[3],
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
    }

    /** Whether it is of this kind. */
    public boolean is(String kind) {
        return this.kind.equals(kind);
    }

    /** Whether it tells of a shard, and not of the sample's own election. */
    public boolean isOfShard() {
        return election.startsWith(SHARD);
    }

    /** Whether the gate of this process was open at that time: a call was let in, or a look found it open. */
    public boolean showsOpenGate() {
        return is("beat") || is("enter");
    }
}
