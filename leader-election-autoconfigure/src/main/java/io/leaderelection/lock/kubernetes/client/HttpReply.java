package io.leaderelection.lock.kubernetes.client;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the API server, read to its end.
 *
 * @param code the HTTP status
 * @param body the body, where it is a JSON object
 * @param form what the body is said to be, for people
 * @param retryAfter how long the server asks to be left alone, if it does
 */
public record HttpReply(
        int code,
        @Nullable JsonObject body,
        String form,
        @Nullable Duration retryAfter) {

    /** More than etcd stores in one object; a longer answer is not about a Lease. */
    static final long LONGEST_BODY = 4 << 20;

    /** Reads the body, however long it takes within the timeouts of the call. */
    public static HttpReply read(Response response) throws IOException {
        BufferedSource source = response.body().source();
        boolean tooLong = source.request(LONGEST_BODY + 1);
        String text = tooLong ? "" : source.readUtf8();
        String size = tooLong ? "more than " + LONGEST_BODY : String.valueOf(text.length());
        String form = size + " characters of " + response.header("Content-Type", "no content type");
        return new HttpReply(response.code(), Json.parse(text), form, retryAfter(response));
    }

    public boolean isSuccess() {
        return code >= 200 && code < 300;
    }

    /** The explanation that a Kubernetes API server gives with every failure. */
    public ApiStatus status() {
        return ApiStatus.of(body);
    }

    /** Seconds, or a date against the server's own clock. */
    private static @Nullable Duration retryAfter(Response response) {
        String text = NoHiddenRetry.retryAfter(response);
        if (text == null) {
            return null;
        }
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Date until = NoHiddenRetry.date(response);
        if (until == null) {
            return null;
        }
        Date said = response.headers().getDate("Date");
        Instant now = said != null ? said.toInstant() : Instant.ofEpochMilli(response.receivedResponseAtMillis());
        Duration wait = Duration.between(now, until.toInstant());
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
