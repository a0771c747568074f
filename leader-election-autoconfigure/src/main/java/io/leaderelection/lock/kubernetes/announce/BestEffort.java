package io.leaderelection.lock.kubernetes.announce;

import io.leaderelection.lock.FailureLogThrottle;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.kubernetes.client.ApiFailures;
import io.leaderelection.lock.kubernetes.client.HttpReply;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseRequests.RequestBuilder;
import io.leaderelection.lock.kubernetes.client.Resource;
import java.time.Duration;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Requests that no election depends on. Each is sent once, and waited for in the calling thread. What fails is logged;
 * lasting failures are warned of once an hour. Safe for use by any thread.
 */
final class BestEffort {

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.LeaderElection");

    private final LeaseApi api;
    private final String what;
    private final FailureLogThrottle streak = new FailureLogThrottle(Duration.ofHours(1));

    /**
     * @param what what fails, at the beginning of a sentence
     */
    BestEffort(LeaseApi api, String what) {
        this.api = api;
        this.what = what;
    }

    /**
     * Sends a request.
     *
     * @param object what the request is about, for messages
     * @return the answer, which may be a refusal; {@code null} if there is none
     */
    @Nullable
    HttpReply send(String verb, Resource object, RequestBuilder request) {
        ApiFailures apiFailures = new ApiFailures(object, api);
        // Anything may be thrown here, by the user's interceptors among others
        try (Response response = api.callBestEffort(request.build()).execute()) {
            HttpReply reply = HttpReply.read(response);
            if (reply.isSuccess()) {
                streak.end();
            } else {
                failed(apiFailures.refused(verb, reply));
            }
            return reply;
        } catch (Exception | LinkageError failure) {
            failed(apiFailures.failed(verb, failure));
            return null;
        }
    }

    private void failed(StoreFailure failure) {
        boolean warn = streak.isWorthAWarning(failure.kind(), System.nanoTime());
        LOG.atLevel(warn ? Level.WARN : Level.DEBUG)
                .log("{}; the election goes on without it: {}", what, failure.message());
    }

    /** A request was not sent: too much is waiting already. */
    void dropped() {
        LOG.debug("{}: too much is waiting already", what);
    }
}
