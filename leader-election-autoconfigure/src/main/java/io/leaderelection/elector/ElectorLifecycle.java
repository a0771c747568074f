package io.leaderelection.elector;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When an elector takes part: from its start to its stop. After a resignation it leaves the lease to others for a while. */
final class ElectorLifecycle {

    private final ElectorContext context;
    private final Randomness random;

    /** Whether a stop was asked for, so that the way ends in STOPPED. */
    private boolean stopping;

    /** How long to leave the lease to others once it is released. */
    private Duration pause = Duration.ZERO;

    /** Monotonic time until which the lease is left to others; {@code null} if it is not. */
    private @Nullable Long pausedUntil;

    ElectorLifecycle(ElectorContext context, Randomness random) {
        this.context = context;
        this.random = random;
    }

    void start() {
        context.identity().beginIncarnation(random.nextName());
        context.backoff().reset();
        stopping = false;
        pause = Duration.ZERO;
        pausedUntil = null;
        context.observer().startAgain();
        context.rehearsals().begin();
        context.state().become(context.term().isWorkRunning() ? State.LOST : State.STANDBY);
        context.requests().read();
    }

    /** Has the elector stop when it comes to the end of what it is doing. */
    void stopAtTheEnd() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Has the lease left to others for so long, once it is released. */
    void pauseAtTheEnd(Duration time) {
        pause = time;
    }

    /** Nanoseconds for which the lease is still left to others; less than 0 for not at all. */
    long pauseLeft() {
        return pausedUntil == null
                ? Long.MIN_VALUE
                : pausedUntil - context.time().nanos();
    }

    void endPause() {
        pausedUntil = null;
    }

    /** Leaves a term that is over, or what was not to become one: for standby, or to stop. */
    void leave() {
        context.requests().cancel();
        context.time().clear(TimerKind.DEADLINE);
        context.backoff().reset();
        if (stopping) {
            stop();
            return;
        }
        letExpire();
        context.rehearsals().begin();
        context.state().become(State.STANDBY);
        if (!pause.isZero()) {
            pausedUntil = context.time().nanos() + pause.toNanos();
            pause = Duration.ZERO;
        }
        context.requests().read();
    }

    /** Takes no part any more. */
    void stop() {
        forgetAll();
        letExpire();
        context.state().become(State.STOPPED);
        context.output().accept(new ElectorCommand.Stopped());
    }

    /** Takes no part any more after a failure: nothing that was waited for counts. */
    void abandon() {
        forgetAll();
        context.state().reset();
    }

    /**
     * Leaves the lease, should it still name this process, to its expiry: no term is left. While work of one may be running,
     * nobody is let in by that (I9); the end of the work comes here again.
     */
    void letExpire() {
        if (!context.term().isWorkRunning()) {
            context.output().accept(new ElectorCommand.LetExpire());
        }
    }

    private void forgetAll() {
        context.requests().cancel();
        context.time().clearAll();
        context.requests().forgetUnresolved();
        context.observer().closeWatch();
    }
}
