package io.leaderelection.lock.kubernetes;

import io.kubernetes.client.util.credentials.Authentication;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;

/**
 * Keeps the user's code out of the elections' requests, as far as it is chosen.
 *
 * @param kept what is left in
 */
record InterceptorFilter(Interceptors kept) {

    private static final List<String> CLIENTS_OWN = List.of("io.kubernetes.client.", "okhttp3.");

    void applyTo(OkHttpClient.Builder client) {
        client.interceptors().removeIf(interceptor -> !keeps(interceptor));
        client.networkInterceptors().removeIf(interceptor -> !keeps(interceptor));
        if (kept == Interceptors.AUTHENTICATION) {
            client.eventListener(EventListener.NONE);
        }
    }

    /** Class names of the interceptors that somebody might miss: those of the user's that are left out. */
    List<String> leftOutOf(OkHttpClient users) {
        return Stream.concat(users.interceptors().stream(), users.networkInterceptors().stream())
                .filter(interceptor -> !keeps(interceptor))
                .map(interceptor -> interceptor.getClass().getName())
                .filter(name -> CLIENTS_OWN.stream().noneMatch(name::startsWith))
                .distinct()
                .toList();
    }

    /** What logs is never kept: ApiClient.setDebugging logs whole requests, their Authorization header included. */
    private boolean keeps(Interceptor interceptor) {
        if (kept == Interceptors.ALL) {
            return !(interceptor instanceof HttpLoggingInterceptor);
        }
        return interceptor instanceof Authentication
                || interceptor.getClass().getPackageName().equals(Authentication.class.getPackageName());
    }
}
