package io.leaderelection.lock.kubernetes.client;

import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.ApiException;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Okio;

/**
 * Plays a write, a read and a watch through the very code of the elections, and answers them within the process: nothing
 * is sent, no thread is started and no code of the user's is called. Where the classes of client-java, OkHttp, Okio and
 * Gson do not fit, this throws the {@link LinkageError} that would otherwise come later, again and again.
 */
final class DryRun implements Interceptor {

    private static final LeaseName LEASE = new LeaseName("none", "dry-run");

    private final LeaseRequests requests;
    private final OkHttpClient client;
    private final String answer;

    /**
     * @param requests builds requests without credentials
     * @param derived a client as the elections use
     */
    DryRun(LeaseRequests requests, OkHttpClient derived) {
        this.requests = requests;
        JsonObject lease = new JsonObject();
        Json.made(lease, "metadata").addProperty("resourceVersion", "1");
        this.answer = lease.deepCopy() + "\n";
        OkHttpClient.Builder dry = derived.newBuilder().callTimeout(Duration.ZERO); // else Okio starts a thread
        dry.interceptors().clear();
        dry.networkInterceptors().clear();
        this.client =
                dry.addInterceptor(new NoHiddenRetry()).addInterceptor(this).build();
    }

    /** Plays. */
    void play() {
        try {
            Request put = requests.put(LEASE, new JsonObject());
            if (put.body() != null) {
                put.body().writeTo(Okio.buffer(Okio.blackhole()));
            }
            exchange(put);
            exchange(requests.get(LEASE));
            follow(requests.watch(Resource.lease(LEASE), "1", 1));
        } catch (ApiException | IOException impossible) {
            throw new IllegalStateException("A request that is not sent has failed", impossible);
        }
    }

    private void exchange(Request request) throws IOException {
        Call call = client.newCall(request);
        try (Response response = call.execute()) {
            HttpReply.read(response).status();
        }
        call.cancel();
    }

    private void follow(Request request) throws IOException {
        try (WatchStream stream = WatchStream.of(client.newCall(request).execute())) {
            stream.next();
        }
    }

    @Override
    public Response intercept(Chain chain) {
        return new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .header("Retry-After", "0")
                .body(ResponseBody.create(answer, MediaType.parse("application/json")))
                .build();
    }
}
