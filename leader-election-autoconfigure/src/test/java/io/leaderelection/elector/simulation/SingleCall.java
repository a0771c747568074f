package io.leaderelection.elector.simulation;

import io.leaderelection.GatedCall;
import io.leaderelection.LossReason;
import io.leaderelection.elector.Candidate;
import io.leaderelection.elector.Term;
import org.jspecify.annotations.Nullable;

/** One call per term, let in at the grant. Once told of the term's end it ends, after as long as the search pleases. */
final class SingleCall implements LeaderWork {

    private final SimProcess process;
    private final Candidate candidate;
    private @Nullable Term running;
    private @Nullable GatedCall admission;

    SingleCall(SimProcess process, Candidate candidate) {
        this.process = process;
        this.candidate = candidate;
    }

    @Override
    public void begin(Term term) {
        GatedCall admitted = candidate.tryEnter("call");
        if (admitted != null) {
            admission = admitted;
            running = term;
            process.world().fencedStore().write(process.node(), term);
        }
    }

    @Override
    public void told(LossReason reason, boolean forgetful) {
        Term term = running;
        GatedCall call = admission;
        if (term == null || call == null) {
            return;
        }
        if (forgetful && !reason.isVoluntary()) {
            call.close();
        }
        process.world()
                .time()
                .deliver(
                        0,
                        new Message(
                                Message.Kind.WORK,
                                process.node(),
                                this,
                                () -> "the work of the term with token " + term.token() + " ends",
                                () -> running == term,
                                () -> process.run(() -> end(term, call))));
    }

    private void end(Term term, GatedCall call) {
        running = null;
        process.world().fencedStore().write(process.node(), term);
        call.close();
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    @Override
    public @Nullable Long runningToken() {
        Term term = running;
        return term == null ? null : term.token();
    }

    @Override
    public void killed() {
        running = null;
    }
}
