package io.leaderelection.lock.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client of our own that trusts, proves and resolves like the user's but shares neither connections nor limits
 * with it, and repeats nothing by itself. When the user's client is exchanged, for example for other certificates, this
 * one is derived anew. Safe for use by any thread.
 */
final class DerivedClient {

    private final ApiClient apiClient;
    private final Duration ping;
    private final ConnectionPool connections;
    private final Dispatcher calls = new Dispatcher();
    private volatile @Nullable Derived derived;

    /**
     * Derives a client.
     *
     * @param apiClient the user's client, only read
     * @param ping how often HTTP/2 connections are checked
     * @param idle how long an unused connection is kept
     */
    DerivedClient(ApiClient apiClient, Duration ping, Duration idle) {
        this.apiClient = apiClient;
        this.ping = ping;
        this.connections = new ConnectionPool(5, idle.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The client to build the next call with. */
    OkHttpClient current() {
        OkHttpClient users = apiClient.getHttpClient();
        Derived known = derived;
        if (known == null || known.users != users) {
            known = new Derived(users, derive(users));
            derived = known;
        }
        return known.own;
    }

    private OkHttpClient derive(OkHttpClient users) {
        OkHttpClient.Builder own = users.newBuilder()
                .connectionPool(connections)
                .dispatcher(calls)
                .cache(null)
                .pingInterval(ping)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false);
        // ApiClient.setDebugging logs whole requests, their Authorization header included
        own.interceptors().removeIf(HttpLoggingInterceptor.class::isInstance);
        own.networkInterceptors().removeIf(HttpLoggingInterceptor.class::isInstance);
        own.addNetworkInterceptor(new NoHiddenRetry());
        return own.build();
    }

    /** Breaks all calls off and drops all connections. The next call opens new ones. */
    void disconnect() {
        calls.cancelAll();
        connections.evictAll();
    }

    private record Derived(OkHttpClient users, OkHttpClient own) {}
}
