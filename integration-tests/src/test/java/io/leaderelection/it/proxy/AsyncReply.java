package io.leaderelection.it.proxy;

import io.leaderelection.test.apiserver.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The outcome of a request that runs while the test goes on. */
final class AsyncReply {

    private final CompletableFuture<Reply> future = new CompletableFuture<>();

    private AsyncReply() {}

    static AsyncReply of(Supplier<Reply> request) {
        AsyncReply reply = new AsyncReply();
        Threads.start("async-request", () -> {
            try {
                reply.future.complete(request.get());
            } catch (RuntimeException failure) {
                reply.future.completeExceptionally(failure);
            }
        });
        return reply;
    }

    boolean isDone() {
        return future.isDone();
    }

    Reply get(Duration timeout) throws Exception {
        return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    Throwable failure(Duration timeout) throws InterruptedException, TimeoutException {
        try {
            Reply reply = future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            throw new AssertionError("no failure but " + reply);
        } catch (ExecutionException failure) {
            return failure.getCause();
        }
    }
}
