package io.leaderelection.lock.kubernetes;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * One request as it came to the stub.
 *
 * @param method the HTTP method
 * @param namespace the namespace in the path
 * @param name the Lease in the path, or empty for the whole resource
 * @param aboutPods whether the resource is that of Pods
 * @param query parameters, decoded
 * @param headers values by lower-case name
 * @param body the body, or empty
 */
public record StubRequest(
        String method,
        String namespace,
        String name,
        boolean aboutPods,
        Map<String, String> query,
        Map<String, String> headers,
        String body) {

    static StubRequest of(String method, String target, Map<String, String> headers, String body) {
        URI uri = URI.create(target);
        String[] path = uri.getPath().split("/");
        boolean lease = target.startsWith("/apis/coordination.k8s.io/v1/namespaces/") && path.length >= 7;
        boolean pod = target.startsWith("/api/v1/namespaces/") && path.length == 6 && path[5].startsWith("pods");
        return new StubRequest(
                method,
                lease ? path[5] : pod ? path[4] : "",
                lease && path.length > 7 ? path[7] : "",
                pod,
                query(uri.getRawQuery()),
                Map.copyOf(headers),
                body);
    }

    /** The verb: get, put, list, watch, or the method where it is another; about Pods: list pods, watch pods. */
    public String verb() {
        return aboutPods ? plainVerb() + " pods" : plainVerb();
    }

    private String plainVerb() {
        if (!method.equals("GET")) {
            return method.toLowerCase();
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
