package io.leaderelection.spring.leaderonly;

import java.util.Objects;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** The gate of a scheduled method that also runs on a grant. A run that comes due while another goes on is skipped. */
final class NonOverlappingGate implements CallGate {

    private final CallGate gate;
    private final RunGuard runs;

    NonOverlappingGate(CallGate gate, RunGuard runs) {
        this.gate = gate;
        this.runs = runs;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object bean = Objects.requireNonNull(invocation.getThis(), "a gated method has a bean");
        if (!runs.begin(bean)) {
            SkippedRuns.markCurrent(invocation.getMethod());
            return null;
        }
        try {
            return gate.invoke(invocation);
        } finally {
            runs.end(bean);
        }
    }
}
