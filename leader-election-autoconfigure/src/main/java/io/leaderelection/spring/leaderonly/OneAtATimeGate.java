package io.leaderelection.spring.leaderonly;

import java.util.Objects;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** The gate of a scheduled method that also runs on a grant: a run that comes while another goes on is left out. */
final class OneAtATimeGate implements CallGate {

    private final CallGate gate;
    private final RunsInProgress runs;
    private final RunsInProgress.Work work;

    OneAtATimeGate(CallGate gate, RunsInProgress runs, RunsInProgress.Work work) {
        this.gate = gate;
        this.runs = runs;
        this.work = work;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object bean = Objects.requireNonNull(invocation.getThis(), "a gated method has a bean");
        if (!runs.begin(work, bean)) {
            return null;
        }
        try {
            return gate.invoke(invocation);
        } finally {
            runs.end(work, bean);
        }
    }
}
