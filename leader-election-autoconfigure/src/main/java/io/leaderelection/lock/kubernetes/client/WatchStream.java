package io.leaderelection.lock.kubernetes.client;

import java.io.Closeable;
import java.io.IOException;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** The lines of one watch answer, as they come. */
final class WatchStream implements Closeable {

    private final Response response;
    private final @Nullable HttpReply refusal;

    private WatchStream(Response response, @Nullable HttpReply refusal) {
        this.response = response;
        this.refusal = refusal;
    }

    static WatchStream of(Response response) throws IOException {
        if (response.isSuccessful()) {
            return new WatchStream(response, null);
        }
        try (response) {
            return new WatchStream(response, HttpReply.read(response));
        }
    }

    /** What the server answered instead of a stream, or null. */
    @Nullable
    HttpReply refusal() {
        return refusal;
    }

    /** The next line, or null at the end of the stream. */
    @Nullable
    String next() throws IOException {
        BufferedSource lines = response.body().source();
        return lines.exhausted() ? null : lines.readUtf8LineStrict(HttpReply.LONGEST_BODY);
    }

    @Override
    public void close() {
        response.close();
    }
}
