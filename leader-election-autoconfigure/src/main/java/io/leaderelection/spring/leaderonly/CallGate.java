package io.leaderelection.spring.leaderonly;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** What becomes of the calls of one method. Any thread. */
@FunctionalInterface
interface CallGate {

    /**
     * Handles one call.
     *
     * @return the result for the caller
     * @throws Throwable what the method throws, or a {@link io.leaderelection.NotLeaderException}
     */
    @Nullable
    Object invoke(MethodInvocation invocation) throws Throwable;
}
