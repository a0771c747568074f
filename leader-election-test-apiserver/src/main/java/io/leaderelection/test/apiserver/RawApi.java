package io.leaderelection.test.apiserver;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The API as one user sees it, in plain HTTP and JSON, so that tests can send what no client library would.
 *
 * <p>Every answer is returned, whatever its status; no answer within the timeout, 30 s by default, is an
 * {@link UncheckedIOException}.
 */
public final class RawApi {

    private static final String JSON = "application/json";

    private final HttpClient http;
    private final URI server;
    private final String token;
    private final Duration timeout;

    private RawApi(HttpClient http, URI server, String token, Duration timeout) {
        this.http = http;
        this.server = server;
        this.token = token;
        this.timeout = timeout;
    }

    static RawApi of(ControlPlane controlPlane) {
        return of(controlPlane.url(), controlPlane.caFile(), controlPlane.adminToken());
    }

    /**
     * The API of any server.
     *
     * @param server the address, {@code https}
     * @param caFile a PEM file with the certificates that vouch for the server
     * @param token the bearer token of the user
     */
    public static RawApi of(URI server, Path caFile, String token) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(Certificates.trusting(caFile))
                .connectTimeout(Duration.ofSeconds(20))
                .build();
        return new RawApi(http, server, token, Duration.ofSeconds(30));
    }

    /** The API as the owner of another token sees it. */
    public RawApi as(String otherToken) {
        return new RawApi(http, server, otherToken, timeout);
    }

    /** The same API through another address, for example that of a proxy. */
    public RawApi at(URI address) {
        return new RawApi(http, address, token, timeout);
    }

    /** The same API with another time to wait for an answer. */
    public RawApi withTimeout(Duration other) {
        return new RawApi(http, server, token, other);
    }

    /** Sends a GET. */
    public Reply get(String path) {
        return send(request(path).GET());
    }

    /** Opens an answer that goes on, such as a watch; it has no timeout but the one in its path. */
    public InputStream stream(String path) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("User-Agent", "leader-election-test")
                .build();
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("The API server answered " + response.statusCode() + " to " + path);
        }
        return response.body();
    }

    /** Sends a POST: creates the object. */
    public Reply post(String path, JsonObject body) {
        return send(request(path).POST(publisher(body)).header("Content-Type", JSON));
    }

    /** Sends a PUT: replaces the object, or creates it where the API allows that. */
    public Reply put(String path, JsonObject body) {
        return send(request(path).PUT(publisher(body)).header("Content-Type", JSON));
    }

    /** Sends a merge patch: given members replace, {@code null} removes, the rest stays. */
    public Reply patch(String path, JsonObject body) {
        return send(
                request(path).method("PATCH", publisher(body)).header("Content-Type", "application/merge-patch+json"));
    }

    /** Sends a DELETE: of an object, or of all in a collection. */
    public Reply delete(String path) {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + token)
                .header("Accept", JSON)
                .header("User-Agent", "leader-election-test");
    }

    private static BodyPublisher publisher(JsonObject body) {
        return BodyPublishers.ofString(body.toString());
    }

    private Reply send(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the API server", interrupted);
        }
    }
}
