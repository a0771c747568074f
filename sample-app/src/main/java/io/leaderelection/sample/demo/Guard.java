package io.leaderelection.sample.demo;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only the room's own page. A page of another site can neither read this one, also not under a name that it has
 * led to this address, nor press its buttons.
 */
final class Guard {

    /** Header in which the page shows its token. */
    static final String TOKEN = "X-Room-Token";

    private final Set<String> hosts;
    private final Set<String> origins;
    private final String token;

    Guard(int port) {
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        origins = Set.of("http://127.0.0.1:" + port, "http://localhost:" + port);
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        token = HexFormat.of().formatHex(random);
    }

    /** What the page must show. */
    String token() {
        return token;
    }

    /** Whether the request may be answered at all: it was sent to this machine by its own name. */
    boolean admits(HttpExchange request) {
        Headers headers = request.getRequestHeaders();
        return contains(hosts, headers.getFirst("Host"))
                && (request.getRequestMethod().equals("GET") || isFromThePage(headers));
    }

    private boolean isFromThePage(Headers headers) {
        String shown = headers.getFirst(TOKEN);
        return contains(origins, headers.getFirst("Origin"))
                && shown != null
                && MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean contains(Set<String> allowed, @Nullable String given) {
        return given != null && allowed.contains(given);
    }
}
