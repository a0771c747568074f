package io.leaderelection.spring.leaderonly;

import io.leaderelection.GatedCall;
import io.leaderelection.Leadership;
import io.leaderelection.NotLeaderException;
import io.leaderelection.Otherwise;
import io.leaderelection.spi.CallAdmission;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Objects;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** A method that only the leader runs, resolved once: its election, its name, and what it does elsewhere. */
final class GatedMethod {

    private final String name;
    private final LeaderOnlyAttribute attribute;
    private final FallbackResult fallback;
    private final GateElection election;
    private final int[] leadershipArguments;

    /**
     * @param name name of its calls
     * @param fallback what is returned on other instances, unless the attribute says to throw
     * @param election says who lets a call in
     * @param leadershipArguments places of the parameters that take the leadership of the call
     */
    GatedMethod(
            String name,
            LeaderOnlyAttribute attribute,
            FallbackResult fallback,
            GateElection election,
            int[] leadershipArguments) {
        this.name = name;
        this.attribute = attribute;
        this.fallback = fallback;
        this.election = election;
        this.leadershipArguments = leadershipArguments;
    }

    /**
     * Asks to be let in. A call that is let in has to be closed.
     *
     * @return {@code null} if this instance does not lead, and the call is to be skipped
     * @throws NotLeaderException if this instance does not lead, and the attribute says to throw
     */
    @Nullable
    GatedCall enter(MethodInvocation invocation) {
        CallAdmission asked = CallAdmission.of(election.of(invocation));
        return attribute.otherwise() == Otherwise.THROW ? asked.enter(name) : asked.tryEnter(name);
    }

    /** Asks another election to be let in; {@code null} if the call is to be skipped. A call that is let in has to be closed. */
    @Nullable
    GatedCall tryEnter(CallAdmission asked) {
        return asked.tryEnter(name);
    }

    /** What the caller of a call that is not let in gets. */
    @Nullable
    Object skip(MethodInvocation invocation) {
        SkippedRuns.markCurrent(invocation.getMethod());
        return fallback.get();
    }

    boolean interrupts() {
        return attribute.interrupt();
    }

    /** Runs the method in the calling thread, within the call, which stays open. */
    @Nullable
    Object proceed(GatedCall call, MethodInvocation invocation) throws Exception {
        fillIn(call, invocation);
        if (!interrupts()) {
            return call.call(() -> target(invocation));
        }
        Interruption interruption = new Interruption(Thread.currentThread());
        call.onStop(interruption);
        try {
            return call.call(() -> target(invocation));
        } finally {
            interruption.end();
        }
    }

    /** What tells a caller that the call's term has ended. */
    NotLeaderException ended(MethodInvocation invocation) {
        Leadership known = election.of(invocation).leadership();
        return new NotLeaderException(known.election(), known.leaderIdentity(), known.leaderAddress());
    }

    /**
     * Passes the leadership of the term that let this call in, whatever the caller knew of this election. Of a shard callers
     * know nothing beforehand.
     */
    private void fillIn(GatedCall call, MethodInvocation invocation) {
        for (int place : leadershipArguments) {
            @Nullable Object[] arguments = invocation.getArguments();
            if (!(arguments[place] instanceof Leadership passed)
                    || attribute.isOfGroup()
                    || Objects.equals(passed.election(), call.leadership().election())) {
                arguments[place] = call.leadership();
            }
        }
    }

    private static @Nullable Object target(MethodInvocation invocation) throws Exception {
        try {
            return invocation.proceed();
        } catch (Exception | Error thrown) {
            throw thrown;
        } catch (Throwable neither) {
            throw new UndeclaredThrowableException(neither);
        }
    }

    /** Interrupts a thread that is in a call, and does not touch it once the call is over. */
    private static final class Interruption implements Runnable {

        private final Thread thread;

        /** Guarded by this, like the next. */
        private boolean over;

        private boolean ours;

        Interruption(Thread thread) {
            this.thread = thread;
        }

        @Override
        public synchronized void run() {
            if (!over && !thread.isInterrupted()) {
                ours = true;
                thread.interrupt();
            }
        }

        /** The call is over, in its own thread: an interrupt that it did not notice must not hit what comes next. */
        synchronized void end() {
            over = true;
            if (ours) {
                Thread.interrupted();
            }
        }
    }
}
