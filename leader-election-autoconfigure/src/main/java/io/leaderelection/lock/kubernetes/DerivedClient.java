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
 * with it. When the user's client is exchanged, for example for other certificates, this one is derived anew. Safe for use
 * by any thread.
 */
final class DerivedClient {

    private final ApiClient apiClient;
    private final Duration ping;
    private final boolean mayReconnect;
    private final ConnectionPool connections;
    private final Dispatcher calls = new Dispatcher();
    private volatile @Nullable Derived derived;

    /**
     * Derives a client.
     *
     * @param apiClient the user's client, only read
     * @param ping how often HTTP/2 connections are checked
     * @param mayReconnect whether a request that met a dead connection may be sent again on another one; never for
     *     a write, which then might turn its own success into a conflict
     */
    DerivedClient(ApiClient apiClient, Duration ping, boolean mayReconnect) {
        this.apiClient = apiClient;
        this.ping = ping;
        this.mayReconnect = mayReconnect;
        this.connections = new ConnectionPool(5, 30, TimeUnit.SECONDS);
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
                .retryOnConnectionFailure(mayReconnect)
                .fastFallback(false) // it connects on threads of OkHttp's own, one for each attempt
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
