package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.MILLI;
import static io.leaderelection.elector.simulation.VirtualTime.SECOND;

import io.leaderelection.GatedCall;
import io.leaderelection.LossReason;
import io.leaderelection.elector.LeaseLeaderElection;
import io.leaderelection.gate.Term;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The work of one process that only a leader may do: one call after the other through the gate, each with writes to the
 * fenced store. Told of the term's end, a call comes to its own end soon, unless it is a stubborn one.
 */
final class GatedWork implements LeaderWork {

    private final class Job {
        private final Term term;
        private final GatedCall admission;
        private final boolean stubborn;
        private boolean ended;

        Job(Term term, GatedCall admission, boolean stubborn) {
            this.term = term;
            this.admission = admission;
            this.stubborn = stubborn;
        }

        void end() {
            if (!ended) {
                ended = true;
                running.remove(this);
                process.world().fencedStore().write(process.node(), term);
                admission.close();
            }
        }
    }

    private final SimProcess process;
    private final LeaseLeaderElection election;
    private final List<Job> running = new ArrayList<>();

    GatedWork(SimProcess process, LeaseLeaderElection election) {
        this.process = process;
        this.election = election;
        election.whileLeading("worker", call -> process.node().shortage().strike());
    }

    @Override
    public void begin(Term term) {
        after(dice().between(0, 300 * MILLI), () -> next(term));
    }

    private void next(Term term) {
        GatedCall admission = admission();
        if (admission == null || election.leadership().fencingToken() != term.token()) {
            if (admission != null) {
                admission.close();
            }
            return;
        }
        boolean isLong = process.node().longWork > 0;
        Job job = new Job(term, admission, isLong);
        running.add(job);
        process.world().fencedStore().write(process.node(), term);
        after(isLong ? dice().between(5 * SECOND, 40 * SECOND) : dice().between(MILLI, SECOND), job::end);
        after(dice().between(200 * MILLI, 2 * SECOND), () -> next(term));
    }

    /** The answer of the gate. One that fails lets nobody in; a call's stop signal may fail, too. */
    private @Nullable GatedCall admission() {
        try {
            GatedCall admission = election.tryEnter("job");
            if (admission != null) {
                admission.onStop(process.node().shortage()::strike);
            }
            return admission;
        } catch (IllegalStateException | InternalError refused) {
            return null;
        }
    }

    @Override
    public void told(LossReason reason, boolean forgetful) {
        for (Job job : List.copyOf(running)) {
            if (forgetful && !reason.isVoluntary()) {
                job.admission.close();
            }
            if (!job.stubborn) {
                after(dice().between(0, 300 * MILLI), job::end);
            }
        }
    }

    @Override
    public boolean isRunning() {
        return !running.isEmpty();
    }

    @Override
    public @Nullable Long runningToken() {
        return running.isEmpty() ? null : running.get(0).term.token();
    }

    @Override
    public void killed() {
        running.clear();
    }

    private void after(long nanos, Runnable task) {
        process.schedule(Duration.ofNanos(nanos), task, () -> true);
    }

    private Dice dice() {
        return process.node().dice();
    }
}
