package io.leaderelection.lock.kubernetes.client;

import io.kubernetes.client.openapi.ApiClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * The Leases of one API server, for all elections of an application: two HTTP clients derived from the user's, one for
 * reads and writes, one for watches, so that neither can hold up the other. The user's client is left as it is.
 *
 * <p>Reads and writes run on the given executor, one thread each; every open watch has a daemon thread of its own, a
 * virtual one where the JVM has them.
 */
public final class LeaseApi implements AutoCloseable {

    private static final Duration LONGEST_CALL = Duration.ofHours(1);
    private static final Duration SHORTEST_CALL = Duration.ofMillis(4);
    private static final Duration LONGEST_BEST_EFFORT = Duration.ofSeconds(2);

    private final ApiClient apiClient;
    private final Executor executor;
    private final WatchTimings timings;
    private final Duration bestEffort;
    private final LeaseRequests requests;
    private final DerivedClient calls;
    private final DerivedClient watches;

    /**
     * Makes the clients. Nothing is sent yet.
     *
     * @param apiClient the user's client; only read, and followed when its own HTTP client is exchanged
     * @param executor runs reads and writes; its threads should be daemons, and few
     */
    public LeaseApi(ApiClient apiClient, Executor executor) {
        this(apiClient, executor, Interceptors.AUTHENTICATION);
    }

    /**
     * Makes the clients. Nothing is sent yet.
     *
     * @param apiClient the user's client; only read, and followed when its own HTTP client is exchanged
     * @param executor runs reads and writes; its threads should be daemons, and few
     * @param kept which of the user's interceptors see the requests
     */
    public LeaseApi(ApiClient apiClient, Executor executor, Interceptors kept) {
        this(apiClient, executor, WatchTimings.standard(), LONGEST_BEST_EFFORT, kept);
    }

    /**
     * @param bestEffort longest time for a request that no election depends on
     */
    LeaseApi(ApiClient apiClient, Executor executor, WatchTimings timings, Duration bestEffort, Interceptors kept) {
        this.timings = timings;
        this.bestEffort = bestEffort;
        this.apiClient = apiClient;
        this.executor = executor;
        this.requests = new LeaseRequests(apiClient);
        this.calls = new DerivedClient(apiClient, Duration.ofSeconds(2), kept);
        this.watches = new DerivedClient(apiClient, Duration.ofSeconds(5), kept);
    }

    public LeaseRequests requests() {
        return requests;
    }

    public Executor executor() {
        return executor;
    }

    WatchTimings timings() {
        return timings;
    }

    /**
     * Tries whether the classes of the client fit each other, without sending anything.
     *
     * @throws LinkageError if they do not; {@link ClientVersions} says what is there
     */
    public void checkClasses() {
        Request none = new Request.Builder().url("http://localhost/").build();
        watch(none, bestEffort, bestEffort);
        call(none, bestEffort);
        new DryRun(LeaseRequests.withoutCredentials(apiClient), calls.current()).play();
    }

    /** Class names of the user's interceptors that see no request of the elections. */
    public List<String> interceptorsLeftOut() {
        return calls.leftOut();
    }

    /** A read or write that ends within the timeout. */
    public Call call(Request request, Duration timeout) {
        return within(timeout, calls.current()).newCall(request);
    }

    /** A read or write that no election depends on. */
    public Call callBestEffort(Request request) {
        return call(request, bestEffort);
    }

    /** A list that ends within the timeout, for a watch. */
    public Call list(Request request, Duration timeout) {
        return within(timeout, watches.current()).newCall(request);
    }

    /** A watch: may take any time altogether, but must begin within the one and never be silent for the other. */
    public Call watch(Request request, Duration begin, Duration silence) {
        return watches.current()
                .newBuilder()
                .connectTimeout(begin)
                .writeTimeout(begin)
                .readTimeout(silence)
                .callTimeout(Duration.ZERO)
                .build()
                .newCall(request);
    }

    /**
     * The read timeout is shorter than the whole: only it makes OkHttp give up a dead HTTP/2 connection, where a call
     * timeout gives up just the call.
     */
    private static OkHttpClient within(Duration timeout, OkHttpClient client) {
        Duration most = timeout.compareTo(LONGEST_CALL) < 0 ? timeout : LONGEST_CALL;
        Duration whole = most.compareTo(SHORTEST_CALL) > 0 ? most : SHORTEST_CALL;
        Duration part = whole.multipliedBy(3).dividedBy(4);
        return client.newBuilder()
                .connectTimeout(whole.dividedBy(2))
                .readTimeout(part)
                .writeTimeout(part)
                .callTimeout(whole)
                .build();
    }

    /** Scheme, host and port of the server: nothing of the base path that could be a secret. */
    public String address() {
        HttpUrl url = HttpUrl.parse(apiClient.getBasePath());
        return url == null ? "an address that is no URL" : url.scheme() + "://" + url.host() + ":" + url.port();
    }

    /**
     * Closes all connections, for use when the stores are closed: a watch that goes on would connect again, and so does
     * a later request.
     */
    @Override
    public void close() {
        calls.disconnect();
        watches.disconnect();
    }
}
