package io.leaderelection.it.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/** What an {@link HttpFaultProxy} does with a request instead of passing it on. */
@FunctionalInterface
public interface Fault {

    /** Handles one request, on a thread of its own, and leaves its connection answered, cut or waiting. */
    void handle(Passage passage) throws IOException, InterruptedException;

    /** Passes the request on after a while. */
    static Fault delay(Duration duration) {
        return passage -> {
            passage.pause(duration);
            passage.forward();
        };
    }

    /** Loses the request: the server never sees it, the client waits. */
    static Fault dropRequest() {
        return Passage::leaveUnanswered;
    }

    /** Loses the answer: the server has done what was asked, the client waits. */
    static Fault dropAnswer() {
        return passage -> {
            passage.ask().body().close();
            passage.leaveUnanswered();
        };
    }

    /** Closes the connection before the server sees the request. */
    static Fault cutBeforeRequest() {
        return Passage::cut;
    }

    /** Closes the connection when the server has done what was asked. */
    static Fault cutBeforeAnswer() {
        return passage -> {
            passage.ask().body().close();
            passage.cut();
        };
    }

    /** Answers with a status instead of the server, and with headers such as {@code Retry-After}. */
    static Fault answer(int status, Map<String, String> headers) {
        return answer(status, headers, "");
    }

    /** Answers with any text instead of the server. */
    static Fault answer(int status, Map<String, String> headers, String body) {
        return passage -> passage.answer(status, headers, body);
    }

    /** Asks the server but delivers its answer, piece by piece, only while the valve is open: a watch that stalls. */
    static Fault answerThrough(Valve valve) {
        return passage -> passage.deliver(passage.ask(), valve);
    }

    /**
     * Asks the server and delivers its answer up to the first piece that is such, which is lost: the answer ends with
     * another text instead, as a watch does whose server has forgotten what it should tell next.
     */
    static Fault answerUntil(Predicate<String> piece, String instead) {
        return passage -> passage.deliverUntil(passage.ask(), piece, instead);
    }
}
