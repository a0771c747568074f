package io.leaderelection.lock.kubernetes.client;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One request as it came to the stub.
 *
 * @param method the HTTP method
 * @param namespace the namespace in the path
 * @param name the Lease in the path, or empty for the whole resource
 * @param core the resource, if it is one of the core group: Pods or Events
 * @param query parameters, decoded
 * @param headers values by lower-case name
 * @param body the body, or empty
 */
public record StubRequest(
        String method,
        String namespace,
        String name,
        String core,
        Map<String, String> query,
        Map<String, String> headers,
        String body) {

    static StubRequest of(String method, String target, Map<String, String> headers, String body) {
        URI uri = URI.create(target);
        String[] path = uri.getPath().split("/");
        boolean lease = target.startsWith("/apis/coordination.k8s.io/v1/namespaces/") && path.length >= 7;
        boolean core = target.startsWith("/api/v1/namespaces/") && path.length >= 6;
        return new StubRequest(
                method,
                lease ? path[5] : core ? path[4] : "",
                lease && path.length > 7 ? path[7] : core && path.length > 6 ? path[6] : "",
                core ? path[5] : "",
                query(uri.getRawQuery()),
                Map.copyOf(headers),
                body);
    }

    /** The verb: get, put, list, watch, or the method where it is another; about others than Leases: list pods, post events. */
    public String verb() {
        return core.isEmpty() ? plainVerb() : plainVerb() + " " + core;
    }

    private String plainVerb() {
        if (!method.equals("GET")) {
            return method.toLowerCase(Locale.ROOT);
        }
        if (!name.isEmpty()) {
            return "get";
        }
        return "true".equals(query.get("watch")) ? "watch" : "list";
    }

    /** The one name that the field selector allows, or empty. */
    String selected() {
        String selector = query.getOrDefault("fieldSelector", "");
        return selector.startsWith("metadata.name=") ? selector.substring("metadata.name=".length()) : "";
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }
}
