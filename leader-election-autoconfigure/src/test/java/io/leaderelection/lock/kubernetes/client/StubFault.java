package io.leaderelection.lock.kubernetes.client;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What the stub does instead of answering a request as a healthy API server would. */
public sealed interface StubFault {

    /** Applies nothing and answers this. */
    record Reply(int code, Map<String, String> headers, String body) implements StubFault {}

    /** Closes the connection without an answer, before or after applying the request. */
    record Cut(boolean applied) implements StubFault {}

    /** Gives no answer for as long as the client waits, before or after applying the request. */
    record Hang(boolean applied) implements StubFault {}

    /** Applies the request, but answers 200 with this body; if it is not to be whole, closes before its end. */
    record Body(String contentType, String text, boolean whole) implements StubFault {}

    /** Does everything as usual, but later. */
    record Delay(CountDownLatch until) implements StubFault {}

    /** A failure as the API server explains it. */
    static StubFault status(int code, String reason, String message) {
        return status(code, reason, message, Map.of());
    }

    static StubFault status(int code, String reason, String message, Map<String, String> headers) {
        return new Reply(code, headers, StubLeases.status(code, reason, message).toString());
    }

    /** What RBAC answers an account without the verb. */
    static StubFault forbidden(String account, String verb) {
        return status(
                403,
                "Forbidden",
                "leases.coordination.k8s.io \"billing\" is forbidden: User \"%s\" cannot %s resource \"leases\" in API group \"coordination.k8s.io\" in the namespace \"shop\""
                        .formatted(account, verb));
    }
}
