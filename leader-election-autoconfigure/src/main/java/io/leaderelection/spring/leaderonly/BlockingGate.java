package io.leaderelection.spring.leaderonly;

import io.leaderelection.GatedCall;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** The gate of a method whose work is done when it returns. */
final class BlockingGate implements CallGate {

    private final GatedMethod method;

    BlockingGate(GatedMethod method) {
        this.method = method;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Exception {
        GatedCall call = method.enter(invocation);
        if (call == null) {
            return method.skip(invocation);
        }
        try (call) {
            return method.proceed(call, invocation);
        }
    }
}
