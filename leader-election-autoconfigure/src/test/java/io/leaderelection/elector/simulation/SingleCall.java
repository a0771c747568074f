package io.leaderelection.elector.simulation;

import io.leaderelection.GatedCall;
import io.leaderelection.LossReason;
import io.leaderelection.elector.LeaseLeaderElection;
import io.leaderelection.gate.Term;
import org.jspecify.annotations.Nullable;

/** One call per term, let in at the grant. Once told of the term's end it ends, after as long as the search pleases. */
final class SingleCall implements LeaderWork {

    private record Admitted(Term term, GatedCall call) {}

    private final SimProcess process;
    private final LeaseLeaderElection election;
    private @Nullable Admitted running;

    SingleCall(SimProcess process, LeaseLeaderElection election) {
        this.process = process;
        this.election = election;
    }

    @Override
    public void begin(Term term) {
        GatedCall call = election.tryEnter("call");
        if (call != null) {
            running = new Admitted(term, call);
            process.world().fencedStore().write(process.node(), term);
        }
    }

    @Override
    public void told(LossReason reason, boolean forgetful) {
        Admitted told = running;
        if (told == null) {
            return;
        }
        if (forgetful && !reason.isVoluntary()) {
            told.call.close();
        }
        process.world()
                .time()
                .deliver(
                        0,
                        new Message(
                                Message.Kind.WORK,
                                process.node(),
                                this,
                                () -> "the work of the term with token " + told.term.token() + " ends",
                                () -> running == told,
                                () -> process.run(() -> end(told))));
    }

    private void end(Admitted ended) {
        running = null;
        process.world().fencedStore().write(process.node(), ended.term);
        ended.call.close();
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    @Override
    public @Nullable Long runningToken() {
        Admitted now = running;
        return now == null ? null : now.term.token();
    }

    @Override
    public void killed() {
        running = null;
    }
}
