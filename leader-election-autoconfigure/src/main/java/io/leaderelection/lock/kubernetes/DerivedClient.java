package io.leaderelection.lock.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client of our own that trusts, proves and resolves like the user's but shares neither connections nor limits
 * with it, nor what the user's code does to its requests, unless that is wanted. Repeats no request by itself, not even one
 * that met a dead connection: a write might turn its own success into a conflict, and a server that cuts connections would
 * be asked thrice as often. When the user's client is exchanged, for example for other certificates, this one is derived
 * anew. Safe for use by any thread.
 */
final class DerivedClient {

    private final ApiClient apiClient;
    private final Duration ping;
    private final InterceptorFilter filter;
    private final ConnectionPool connections;
    private final Dispatcher calls = new Dispatcher();
    private volatile @Nullable Derived derived;

    /**
     * Derives a client.
     *
     * @param apiClient the user's client, only read
     * @param ping how often HTTP/2 connections are checked
     * @param kept which interceptors of the user's are kept
     */
    DerivedClient(ApiClient apiClient, Duration ping, Interceptors kept) {
        this.apiClient = apiClient;
        this.ping = ping;
        this.filter = new InterceptorFilter(kept);
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

    /** Class names of the user's interceptors that see no request. */
    List<String> leftOut() {
        return filter.leftOutOf(apiClient.getHttpClient());
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
        filter.applyTo(own);
        own.addNetworkInterceptor(new NoHiddenRetry());
        connectInTheCallingThread(own);
        return own.build();
    }

    /** OkHttp 5 would else connect on threads of its own, one for each attempt. */
    private static void connectInTheCallingThread(OkHttpClient.Builder own) {
        try {
            own.fastFallback(false);
        } catch (NoSuchMethodError olderOkHttp) {
            // OkHttp 4, which Spring Cloud 2025.1 brings, knows no other way
        }
    }

    /** Breaks all calls off and drops all connections. The next call opens new ones. */
    void disconnect() {
        calls.cancelAll();
        connections.evictAll();
    }

    private record Derived(OkHttpClient users, OkHttpClient own) {}
}
