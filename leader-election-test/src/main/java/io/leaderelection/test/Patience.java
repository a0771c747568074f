package io.leaderelection.test;

import io.leaderelection.GatedCall;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The wait of one operation of a switch, bounded as a whole; says whom it has waited for in vain. */
final class Patience {

    private static final long POLL_NANOS = 1_000_000;

    private final String operation;
    private final SwitchedElection election;
    private final Duration timeout;
    private final long end;

    /**
     * @param operation what the test called, for messages
     */
    Patience(String operation, SwitchedElection election, Duration timeout) {
        this.operation = operation;
        this.election = election;
        this.timeout = timeout;
        this.end = System.nanoTime() + timeout.toNanos();
    }

    /** Waits until the elector has done all that it can do now. */
    void awaitElector() {
        if (!isDone(election.scheduler().idle())) {
            throw inVain("the election itself", null);
        }
    }

    /** Waits until listeners and stop signals have returned. */
    void awaitNews() {
        awaitElector();
        if (!isDone(CompletableFuture.runAsync(() -> {}, election.events()))) {
            throw inVain("a listener of its events, which has not returned", election.teller());
        }
        if (!isDone(CompletableFuture.runAsync(() -> {}, election.signals()))) {
            throw inVain("a stop signal, which has not returned", null);
        }
    }

    /** Waits until this instance leads. */
    void awaitTerm() {
        if (!becomes(election::leads)) {
            throw inVain(
                    "a term, which does not begin while calls of the last one go on: %s"
                            .formatted(running(call -> true)),
                    null);
        }
    }

    /** Waits until what goes on at the start of a context has come to its end. */
    void awaitStart(CompletableFuture<Void> started) {
        if (!isDone(started)) {
            throw inVain("lifecycles that are started", null);
        }
    }

    /** Waits until none of the running calls is one of these. */
    void awaitEndOf(Predicate<String> calls) {
        if (!becomes(() -> running(calls).isEmpty())) {
            throw inVain("lifecycles that do not stop: %s".formatted(running(calls)), null);
        }
    }

    /** Waits until the ended term's calls have ended; not if the waiting thread is in such a call itself. */
    void awaitWork() {
        boolean waitsForItself = GatedCall.current(election.name()).isPresent();
        if (!waitsForItself && !becomes(election::hasEnded)) {
            List<String> calls = running(call -> true);
            election.abandon();
            throw inVain(
                    "running work: %s. Work should end when it is interrupted or told to stop".formatted(calls), null);
        }
    }

    private boolean becomes(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            if (Thread.interrupted()) {
                throw interrupted(new InterruptedException());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    private List<String> running(Predicate<String> calls) {
        return election.runningCalls().stream()
                .map(GatedCall::name)
                .filter(calls)
                .sorted()
                .toList();
    }

    private boolean isDone(CompletableFuture<Void> future) {
        try {
            future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException tooLate) {
            return false;
        } catch (ExecutionException failed) {
            return true;
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private IllegalStateException interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(
                "%s of election '%s' was interrupted".formatted(operation, election.name()), interrupted);
    }

    /** With the stack of the thread that keeps everybody waiting, where that is known. */
    private AssertionError inVain(String whom, @Nullable Thread culprit) {
        AssertionError error = new AssertionError(
                "%s of election '%s' has waited %s for %s".formatted(operation, election.name(), timeout, whom));
        if (culprit != null) {
            Throwable stack = new Throwable("What " + culprit.getName() + " is doing");
            stack.setStackTrace(culprit.getStackTrace());
            error.initCause(stack);
        }
        return error;
    }
}
