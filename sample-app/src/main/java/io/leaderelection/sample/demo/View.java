package io.leaderelection.sample.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page is told: how all replicas are, and what has changed since it was told last. Times are milliseconds since
 * the room was opened. Tokens are text, for JavaScript would round them.
 *
 * @param run random name of this room
 * @param change number of the latest change
 * @param now the present time
 * @param place where the lease is kept
 * @param full for how long a gate may stay open after a renewal
 * @param replicas all replicas
 * @param terms all terms, if they have changed
 * @param shards all shards of the group, if they have changed
 * @param work pieces of work that are new or have ended
 * @param lines new lines of the ledger
 * @param stories what has happened
 * @param tour where the guided tour is; none if it is not played
 */
record View(
        String run,
        long change,
        double now,
        String place,
        double full,
        List<ReplicaView> replicas,
        @Nullable List<TermView> terms,
        @Nullable List<ShardView> shards,
        List<Work> work,
        List<Line> lines,
        List<Story> stories,
        @Nullable Step tour) {

    /**
     * A replica.
     *
     * @param state {@code starting}, {@code running}, {@code paused} or {@code ended}
     * @param pid number of its process
     * @param nonce random name of its process
     * @param open whether its gate was open when it last told
     * @param deadline until when it may stay open
     * @param told when it last told, on its own clock, since its process was started
     * @param leader who leads, as far as it knows
     * @param cut whether it is cut off from the store
     * @param buttons which buttons do something now
     */
    record ReplicaView(
            String name,
            String state,
            long pid,
            String nonce,
            String role,
            boolean open,
            String term,
            String token,
            double deadline,
            double told,
            int running,
            String leader,
            boolean cut,
            List<String> buttons) {}

    /**
     * A term.
     *
     * @param end when its gate shut; absent while it is open
     * @param drained when its work had ended
     * @param gap time without a leader before it; negative where two led at once
     * @param ended why it ended
     */
    record TermView(
            String replica,
            String token,
            double begin,
            @Nullable Double end,
            double drained,
            double gap,
            String ended) {}

    /**
     * A shard of the group.
     *
     * @param owned whether its owner owns it now
     * @param owner who owns it, or did last; empty if nobody ever has
     * @param from who owned it before, if that was another; empty otherwise
     * @param since when its owner's gate opened
     * @param gap time without an owner before that; negative where two owned it at once
     * @param moves how often another has become its owner
     */
    record ShardView(
            int number, boolean owned, String owner, String token, String from, double since, double gap, int moves) {}

    /**
     * A call that came to the gate.
     *
     * @param to when it ended; absent while it goes on
     * @param outcome {@code running}, {@code done}, {@code refused} by the ledger, or {@code skipped} at the gate
     */
    record Work(
            String id,
            String replica,
            String token,
            double from,
            @Nullable Double to,
            String outcome) {}

    /** A line of the ledger, or one that it refused. */
    record Line(double at, String token, String writer, String text, boolean accepted) {}

    /**
     * Something worth telling.
     *
     * @param tone {@code start}, {@code lead}, {@code loss}, {@code harm}, {@code proof} or {@code log}
     */
    record Story(double at, String replica, String tone, String text) {}

    /**
     * A step of the guided tour.
     *
     * @param number its number, from 1
     * @param of how many there are
     * @param outcome what came of it; empty at first
     */
    record Step(int number, int of, String title, String text, String outcome) {}
}
