package io.leaderelection.lock.kubernetes;

import io.kubernetes.client.util.credentials.TokenFileAuthentication;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Instant;
import okhttp3.Response;

/**
 * The token that the kubelet mounts and replaces. client-java reads the file again when a minute has passed, by the wall
 * clock; so that neither that minute nor a clock that was set back outlasts a term, a token that the API server does not
 * accept is not used again: the next request reads the file.
 */
final class MountedToken extends TokenFileAuthentication {

    MountedToken(Path file) {
        super(file.toString());
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = super.intercept(chain);
        if (response.code() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            setExpiry(Instant.MIN);
        }
        return response;
    }
}
