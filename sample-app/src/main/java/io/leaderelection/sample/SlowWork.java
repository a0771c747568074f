package io.leaderelection.sample;

import io.leaderelection.LeaderElection;
import java.time.Duration;

/** A piece of the leader's work that takes its time, heeds no signal to stop, and writes a line in the end. */
class SlowWork {

    private final LeaderElection election;
    private final Scribe scribe;
    private final History history;

    SlowWork(LeaderElection election, Scribe scribe, History history) {
        this.election = election;
        this.scribe = scribe;
        this.history = history;
    }

    /** Begins, if this replica leads, and returns at once. */
    void begin(Duration time) {
        Thread worker = new Thread(() -> work(time), "slow-work");
        worker.setDaemon(true);
        worker.start();
    }

    private void work(Duration time) {
        long asked = System.nanoTime();
        election.runIfLeader(call -> {
            history.add(asked, "enter", election.name(), call.fencingToken(), "slow");
            try {
                Thread.sleep(time.toMillis());
                scribe.write("slow work");
            } catch (InterruptedException nobodyDoesSo) {
                Thread.currentThread().interrupt();
            } finally {
                history.add("exit", election.name(), call.fencingToken(), "slow");
            }
        });
    }
}
