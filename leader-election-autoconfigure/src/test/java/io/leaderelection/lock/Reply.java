package io.leaderelection.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of one request: its answer, how often it came, and whether it came from within the call. */
public final class Reply implements Consumer<Answer> {

    /** How long a test waits for what must come: far more than it should ever take, also in a cold JVM beside others. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private final CompletableFuture<Answer> first = new CompletableFuture<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile @Nullable Thread asking;
    private volatile boolean cameFromWithin;
    private @Nullable Request request;

    private Reply() {}

    /** Asks, and returns at once. */
    public static Reply to(Function<Consumer<Answer>, Request> question) {
        Reply reply = new Reply();
        reply.asking = Thread.currentThread();
        try {
            reply.request = question.apply(reply);
        } finally {
            reply.asking = null;
        }
        return reply;
    }

    @Override
    public void accept(Answer answer) {
        count.incrementAndGet();
        cameFromWithin |= asking == Thread.currentThread();
        first.complete(answer);
    }

    /** Waits for the answer. */
    public Answer await(Duration patience) {
        return first.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** Calls the request off. */
    public void cancel() {
        assertThat(request).isNotNull();
        request.cancel();
    }

    /** Checks the promises that hold for every request at any time. */
    public void check() {
        assertThat(count).as("number of answers").hasValueLessThanOrEqualTo(1);
        assertThat(cameFromWithin).as("answered from within the call").isFalse();
    }
}
