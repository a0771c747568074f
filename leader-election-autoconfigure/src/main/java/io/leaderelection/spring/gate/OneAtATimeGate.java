package io.leaderelection.spring.gate;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** The gate of a scheduled method that also runs on a grant: a run that comes while another goes on is left out. */
final class OneAtATimeGate implements CallGate {

    private final CallGate gate;
    private final Set<Object> running = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    OneAtATimeGate(CallGate gate) {
        this.gate = gate;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object bean = Objects.requireNonNull(invocation.getThis(), "a gated method has a bean");
        if (!running.add(bean)) {
            return null;
        }
        try {
            return gate.invoke(invocation);
        } finally {
            running.remove(bean);
        }
    }
}
