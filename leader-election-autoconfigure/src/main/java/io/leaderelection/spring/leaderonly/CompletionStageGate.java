package io.leaderelection.spring.leaderonly;

import io.leaderelection.GatedCall;
import io.leaderelection.NotLeaderException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** The gate of a method whose work goes on after it has returned, until the returned stage is complete. */
final class CompletionStageGate implements CallGate {

    private final GatedMethod method;

    CompletionStageGate(GatedMethod method) {
        this.method = method;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Exception {
        GatedCall call;
        try {
            call = method.enter(invocation);
        } catch (NotLeaderException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        return call == null ? method.skip(invocation) : admitted(call, invocation);
    }

    private @Nullable Object admitted(GatedCall call, MethodInvocation invocation) throws Exception {
        boolean goesOn = false;
        try {
            Object result = method.proceed(call, invocation);
            if (result instanceof CompletionStage<?> stage) {
                if (method.interrupts() && stage instanceof Future<?> future) {
                    call.onStop(() -> future.cancel(true));
                }
                stage.whenComplete((value, failure) -> call.close());
                goesOn = true;
            }
            return result;
        } finally {
            if (!goesOn) {
                call.close();
            }
        }
    }
}
