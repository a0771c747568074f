package io.leaderelection.lock.kubernetes.client;

import java.io.IOException;
import java.util.Date;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Hides the Retry-After header from OkHttp. After a 503 with {@code Retry-After: 0} it would repeat any request, even a
 * write, and no setting of OkHttp prevents that.
 */
final class NoHiddenRetry implements Interceptor {

    private static final String NAME = "Retry-After";
    private static final String HIDDEN = "X-Leader-Election-Retry-After";

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String value = response.header(NAME);
        if (value == null) {
            return response;
        }
        return response.newBuilder().removeHeader(NAME).header(HIDDEN, value).build();
    }

    /** What the server put into the header. */
    static @Nullable String retryAfter(Response response) {
        return response.header(HIDDEN);
    }

    /** What the server put into the header, as a date, where it is one. */
    static @Nullable Date date(Response response) {
        return response.headers().getDate(HIDDEN);
    }
}
