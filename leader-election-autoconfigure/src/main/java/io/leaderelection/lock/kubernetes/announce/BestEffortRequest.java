package io.leaderelection.lock.kubernetes.announce;

import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.kubernetes.client.ApiFailures;
import io.leaderelection.lock.kubernetes.client.HttpReply;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseRequests.RequestBuilder;
import io.leaderelection.lock.kubernetes.client.Resource;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One request that no election depends on, sent once and waited for in the calling thread. */
final class BestEffortRequest {

    private BestEffortRequest() {}

    /**
     * Sends it.
     *
     * @param object what the request is about, for messages
     * @return the answer, which may be a refusal, or why there is none
     */
    static Outcome send(LeaseApi api, String verb, Resource object, RequestBuilder request) {
        ApiFailures apiFailures = new ApiFailures(object, api);
        // Anything may be thrown here, by the user's interceptors among others
        try (Response response = api.callBestEffort(request.build()).execute()) {
            HttpReply reply = HttpReply.read(response);
            return new Outcome(reply, reply.isSuccess() ? null : apiFailures.refused(verb, reply));
        } catch (Exception | LinkageError failure) {
            return new Outcome(null, apiFailures.failed(verb, failure));
        }
    }

    /**
     * How it ended.
     *
     * @param reply the answer, if there is one
     * @param failure what went wrong, if anything did
     */
    record Outcome(@Nullable HttpReply reply, @Nullable StoreFailure failure) {

        boolean isMissing() {
            return reply != null && reply.code() == 404;
        }
    }
}
