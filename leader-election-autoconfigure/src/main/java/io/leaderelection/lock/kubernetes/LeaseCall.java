package io.leaderelection.lock.kubernetes;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.PendingAnswer;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.kubernetes.client.HttpReply;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseRequests.RequestBuilder;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One read or write under way: waits for a thread, is sent once, and is answered once. */
final class LeaseCall implements Request, Runnable {

    private final LeaseApi api;
    private final Question question;
    private final long deadline;
    private final PendingAnswer answer;
    private volatile @Nullable Call call;

    LeaseCall(LeaseApi api, Question question, Duration timeout, Consumer<Answer> receiver) {
        this.api = api;
        this.question = question;
        this.deadline = System.nanoTime() + timeout.toNanos();
        this.answer = new PendingAnswer(timeout, receiver);
    }

    /** Sends the request, unless its time is over, and waits for what comes back. */
    @Override
    public void run() {
        long left = deadline - System.nanoTime();
        if (answer.isAwaited() && left > 0) {
            answer.give(exchange(Duration.ofNanos(left)));
        }
    }

    // Anything may be thrown here, by the user's interceptors among others, and still there must be an answer
    private Answer exchange(Duration left) {
        try {
            Call sent = api.call(question.request().build(), left);
            call = sent;
            if (!answer.isAwaited()) {
                sent.cancel();
            }
            try (Response response = sent.execute()) {
                return question.meaning().apply(HttpReply.read(response));
            }
        } catch (Throwable failure) {
            return question.failure().apply(failure);
        }
    }

    @Override
    public void cancel() {
        answer.cancel();
        Call sent = call;
        if (sent != null) {
            sent.cancel();
        }
    }

    /**
     * What is asked, and how to understand what comes back.
     *
     * @param request builds the request
     * @param meaning understands a whole answer
     * @param failure understands the lack of one
     */
    record Question(
            RequestBuilder request, Function<HttpReply, Answer> meaning, Function<Throwable, StoreFailure> failure) {}
}
