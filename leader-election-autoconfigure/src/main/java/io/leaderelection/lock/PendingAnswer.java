package io.leaderelection.lock;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one answer that a request is waiting for; a building block for stores. Only the first answer given counts. If
 * none comes within the timeout, {@link StoreFailure.Kind#TIMEOUT} is the answer; after {@link #cancel} none is.
 */
public final class PendingAnswer implements Request {

    private static final Logger LOG = LoggerFactory.getLogger(PendingAnswer.class);

    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    /**
     * Starts to wait.
     *
     * @param timeout how long at most, from now
     * @param receiver called at most once, on the thread that gives the answer or on the JDK's timeout thread
     */
    public PendingAnswer(Duration timeout, Consumer<Answer> receiver) {
        StoreFailure late =
                new StoreFailure(StoreFailure.Kind.TIMEOUT, "no answer within " + timeout.toMillis() + " ms");
        answer.thenAccept(given -> tell(given, receiver));
        answer.completeOnTimeout(late, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Has an executor work on the answer, unless it is no longer awaited by then.
     *
     * @param executor does the work, which may block; one that takes no more work leaves the request unanswered
     * @param work gives the answer; what it throws is answered as a failure
     * @throws RuntimeException what the executor throws, other than that it was shut down; nothing is answered then
     */
    public void giveBy(Executor executor, Supplier<Answer> work) {
        try {
            executor.execute(() -> {
                if (isAwaited()) {
                    give(answer(work));
                }
            });
        } catch (RejectedExecutionException shutDown) {
            cancel();
        } catch (Throwable refused) {
            cancel();
            throw refused;
        }
    }

    private static Answer answer(Supplier<Answer> work) {
        try {
            return work.get();
        } catch (LinkageError conflict) {
            return new StoreFailure(StoreFailure.Kind.INCOMPATIBLE, "classes that do not fit each other: " + conflict);
        } catch (Throwable failure) {
            return new StoreFailure(StoreFailure.Kind.SERVER, "The store failed: " + failure);
        }
    }

    /** Gives the answer, unless there is one already. */
    public void give(Answer given) {
        answer.complete(given);
    }

    /** Whether it is still of use to work on the request. */
    public boolean isAwaited() {
        return !answer.isDone();
    }

    @Override
    public void cancel() {
        answer.cancel(false);
    }

    private static void tell(Answer given, Consumer<Answer> receiver) {
        try {
            receiver.accept(given);
        } catch (Throwable failure) {
            LOG.error("The receiver of a store's answer failed", failure);
        }
    }
}
