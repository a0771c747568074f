package io.leaderelection.sample;

import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import io.leaderelection.status.ElectionStatus;
import java.time.Duration;
import java.util.Objects;

/**
 * Tells the history how this replica fares: whether the gate was open when asked, its role and term, how many
 * nanoseconds the term holds without a further renewal, how many gated calls run, and who it says leads.
 */
class Vitals {

    private final LeaderElection election;
    private final History history;

    Vitals(LeaderElection election, History history) {
        this.election = election;
        this.history = history;
    }

    /** The time is read before the question, so that it never tells of too late a time. */
    void tell() {
        long asked = System.nanoTime();
        boolean open = election.isLeader();
        ElectionStatus status = ElectionStatus.of(election);
        Leadership known = status.leadership();
        Duration timeLeft = Objects.requireNonNullElse(status.timeLeft(), Duration.ZERO);
        int running = status.runningCalls().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        String leader = Objects.requireNonNullElse(known.leaderIdentity(), "-");
        history.add(
                asked,
                "vitals",
                election.name(),
                known.fencingToken(),
                open,
                known.role(),
                known.term(),
                timeLeft.toNanos(),
                running,
                leader);
    }
}
