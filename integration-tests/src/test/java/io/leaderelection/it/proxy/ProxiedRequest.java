package io.leaderelection.it.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One request as the client sent it to an {@link HttpFaultProxy}. */
public final class ProxiedRequest {

    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers;
    private final byte[] content;

    ProxiedRequest(String method, String path, String query, Map<String, List<String>> headers, byte[] content) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = Map.copyOf(headers);
        this.content = content;
    }

    public String method() {
        return method;
    }

    /** The path without the query. */
    public String path() {
        return path;
    }

    /** The query, empty if there is none. */
    public String query() {
        return query;
    }

    /** The body as text, which it is unless the client prefers Kubernetes' binary format. */
    public String body() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** Whether it is a watch. */
    public boolean isWatch() {
        return query.contains("watch=true") || query.contains("watch=1");
    }

    /** Whether it may change something on the server. */
    public boolean isWrite() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    byte[] content() {
        return content;
    }

    @Override
    public String toString() {
        return method + " " + path + (query.isEmpty() ? "" : "?" + query);
    }
}
