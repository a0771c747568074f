package io.leaderelection.lock.kubernetes.client;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.credentials.Authentication;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client of our own that trusts, proves and resolves like the user's but shares neither connections nor limits
 * with it, nor what the user's code does to its requests, unless that is wanted. Repeats no request by itself, not even one
 * that met a dead connection: a write might turn its own success into a conflict, and a server that cuts connections would
 * be asked thrice as often. When the user's client is exchanged, for example for other certificates, this one is derived
 * anew. Safe for use by any thread.
 */
final class DerivedClient {

    private static final List<String> CLIENTS_OWN = List.of("io.kubernetes.client.", "okhttp3.");

    private final ApiClient apiClient;
    private final Duration ping;
    private final Interceptors kept;
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
        this.kept = kept;
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

    /** Class names of the interceptors that somebody might miss: those of the user's that see no request. */
    List<String> leftOut() {
        OkHttpClient users = apiClient.getHttpClient();
        return Stream.concat(users.interceptors().stream(), users.networkInterceptors().stream())
                .filter(interceptor -> !keeps(interceptor))
                .map(interceptor -> interceptor.getClass().getName())
                .filter(name -> CLIENTS_OWN.stream().noneMatch(name::startsWith))
                .distinct()
                .toList();
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
        leaveOut(own);
        own.addNetworkInterceptor(new NoHiddenRetry());
        connectInTheCallingThread(own);
        return own.build();
    }

    private void leaveOut(OkHttpClient.Builder own) {
        own.interceptors().removeIf(interceptor -> !keeps(interceptor));
        own.networkInterceptors().removeIf(interceptor -> !keeps(interceptor));
        if (kept == Interceptors.AUTHENTICATION) {
            own.eventListener(EventListener.NONE);
        }
    }

    /** What logs is never kept: ApiClient.setDebugging logs whole requests, their Authorization header included. */
    private boolean keeps(Interceptor interceptor) {
        if (kept == Interceptors.ALL) {
            return !(interceptor instanceof HttpLoggingInterceptor);
        }
        return interceptor instanceof Authentication
                || interceptor.getClass().getPackageName().equals(Authentication.class.getPackageName());
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
