package io.leaderelection.lock.kubernetes.client;

import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The requests of this package, built by the user's {@link ApiClient}, so that its base path, default headers and
 * credentials are in them.
 */
public final class LeaseRequests {

    private static final String[] CREDENTIALS = {"BearerToken"};

    private final ApiClient apiClient;
    private final String[] credentials;
    private final String userAgent;

    LeaseRequests(ApiClient apiClient) {
        this(apiClient, CREDENTIALS);
    }

    private LeaseRequests(ApiClient apiClient, String... credentials) {
        this.apiClient = apiClient;
        this.credentials = credentials;
        String version = LeaseRequests.class.getPackage().getImplementationVersion();
        this.userAgent = "leader-election-spring-boot/" + (version == null ? "unreleased" : version);
    }

    /** For requests that are not sent: nobody is asked for a token. */
    static LeaseRequests withoutCredentials(ApiClient apiClient) {
        return new LeaseRequests(apiClient, new String[0]);
    }

    /** Reads the Lease as it is now. Never with a resourceVersion: 0 would be answered from a cache. */
    public Request get(LeaseName lease) throws ApiException {
        return build("GET", path(lease), List.of(), null);
    }

    /** Writes the Lease: creates it if it is missing and the body has neither uid nor version. */
    public Request put(LeaseName lease, JsonObject body) throws ApiException {
        return build("PUT", path(lease), List.of(), body);
    }

    /** Rehearses a write of the Lease: the server does all that it does for one, but the writing. */
    public Request putDry(LeaseName lease, JsonObject body) throws ApiException {
        return build("PUT", path(lease), List.of(new Pair("dryRun", "All")), body);
    }

    /** Lists this one object; the selector makes a Role limited by resourceNames sufficient. */
    Request list(Resource object) throws ApiException {
        return build("GET", object.path(), List.of(selector(object)), null);
    }

    /** Watches this one object from after that version on. */
    Request watch(Resource object, String revision, int seconds) throws ApiException {
        List<Pair> query = List.of(
                selector(object),
                new Pair("watch", "true"),
                new Pair("allowWatchBookmarks", "true"),
                new Pair("resourceVersion", revision),
                new Pair("timeoutSeconds", Integer.toString(seconds)));
        return build("GET", object.path(), query, null);
    }

    /** Creates an object of this kind. */
    public Request post(Resource object, JsonObject body) throws ApiException {
        return build("POST", object.path(), List.of(), body);
    }

    /** Changes the given members of this one object: {@code null} removes. */
    public Request patch(Resource object, JsonObject body) throws ApiException {
        return build("PATCH", object.path() + "/" + object.name(), List.of(), body);
    }

    private Request build(String method, String path, List<Pair> query, @Nullable JsonObject body) throws ApiException {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/json");
        headers.put("User-Agent", userAgent);
        byte[] bytes = null;
        if (body != null) {
            headers.put("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
            bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        }
        return apiClient.buildRequest(
                null,
                path,
                method,
                new ArrayList<>(query),
                new ArrayList<>(),
                bytes,
                headers,
                new HashMap<>(),
                new HashMap<>(),
                credentials,
                null);
    }

    private static Pair selector(Resource object) {
        return new Pair("fieldSelector", "metadata.name=" + object.name());
    }

    private static String path(LeaseName lease) {
        return Resource.lease(lease).path() + "/" + lease.name();
    }

    /** Builds a request. */
    @FunctionalInterface
    public interface RequestBuilder {

        Request build() throws ApiException, IOException;
    }
}
