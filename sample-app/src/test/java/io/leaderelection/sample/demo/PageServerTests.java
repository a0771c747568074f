package io.leaderelection.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may see the page and press its buttons: asked in plain HTTP, in a room without replicas. */
class PageServerTests {

    private static final Pattern TOKEN = Pattern.compile("room-token\" content=\"(\\w{32})\"");

    private Room room;
    private PageServer server;
    private String own;
    private String token;

    @BeforeEach
    void open() throws IOException {
        room = new Room(Backend.FILE, story -> {});
        server = new PageServer(room);
        server.start();
        own = server.address().getAuthority();
        Matcher matcher = TOKEN.matcher(get("/", own));
        assertThat(matcher.find()).isTrue();
        token = matcher.group(1);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        room.close();
    }

    @Test
    void itsOwnPageMayPress() throws IOException {
        assertThat(press(own, "http://" + own, token))
                .startsWith("HTTP/1.1 409")
                .contains("does nothing now");
    }

    @Test
    void anotherSiteMayNot() throws IOException {
        assertThat(press(own, "http://evil.example", token)).startsWith("HTTP/1.1 403");
        assertThat(press(own, "null", token)).startsWith("HTTP/1.1 403");
    }

    @Test
    void nobodyMayWithoutTheTokenOrTheOrigin() throws IOException {
        assertThat(press(own, "http://" + own, null)).startsWith("HTTP/1.1 403");
        assertThat(press(own, "http://" + own, "0".repeat(32))).startsWith("HTTP/1.1 403");
        assertThat(press(own, null, token)).startsWith("HTTP/1.1 403");
    }

    @Test
    void aNameThatWasLedHereShowsNothing() throws IOException {
        String rebound = "evil.example:" + server.address().getPort();

        assertThat(get("/", rebound)).startsWith("HTTP/1.1 403").doesNotContain(token);
        assertThat(get("/stream", rebound)).startsWith("HTTP/1.1 403");
        assertThat(press(rebound, "http://" + rebound, token)).startsWith("HTTP/1.1 403");
    }

    @Test
    void anotherRoomHasAnotherToken() throws IOException {
        try (PageServer other = new PageServer(room)) {
            other.start();
            String theirs = other.address().getAuthority();

            assertThat(press(other, theirs, "http://" + theirs, token)).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void thePageLoadsNothingFromElsewhere() throws IOException {
        String page = get("/", own);

        assertThat(page).contains("Content-security-policy: default-src 'none'; script-src 'self'");
        int all = 0;
        for (String file : new String[] {"/", "/room.css", "/room.js", "/axis.js", "/icon.svg"}) {
            String text = get(file, own);
            assertThat(text.replace("http://www.w3.org/2000/svg", ""))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("http:", "https:");
            all += text.length();
        }
        assertThat(all).isLessThan(150_000);
    }

    @Test
    void itListensOnThisMachineOnly() {
        assertThat(server.address().getHost()).isEqualTo("127.0.0.1");
        assertThat(server.isLocal()).isTrue();
    }

    private String get(String path, String host) throws IOException {
        return ask(server, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
    }

    private String press(String host, String origin, String shown) throws IOException {
        return press(server, host, origin, shown);
    }

    private static String press(PageServer server, String host, String origin, String shown) throws IOException {
        return ask(
                server,
                "POST /press/kill/one HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n"
                        + (origin == null ? "" : "Origin: " + origin + "\r\n")
                        + (shown == null ? "" : "X-Room-Token: " + shown + "\r\n"));
    }

    private static String ask(PageServer server, String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getByName("127.0.0.1"), server.address().getPort())) {
            socket.getOutputStream().write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
