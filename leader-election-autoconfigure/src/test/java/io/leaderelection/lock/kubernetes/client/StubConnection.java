package io.leaderelection.lock.kubernetes.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 connection of the stub: just enough to read a request and to answer well or badly. */
final class StubConnection implements Closeable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    StubConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** The next request, or null at the end of the connection. */
    @Nullable
    StubRequest read() throws IOException {
        String first = line();
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String[] words = first.split(" ");
        return StubRequest.of(words[0], words[1], headers, body);
    }

    /** Answers with a body, or only with a part of it. */
    void answer(int code, Map<String, String> headers, String body, boolean whole) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + code + " Stub\r\n");
        Map<String, String> all = new HashMap<>(Map.of("Content-Type", "application/json"));
        all.putAll(headers);
        all.put("Content-Length", Integer.toString(bytes.length));
        all.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        write(head + "\r\n", bytes, whole ? bytes.length : bytes.length / 2);
    }

    /** Begins an answer whose end is open. */
    void begin() throws IOException {
        write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
                new byte[0],
                0);
    }

    /** Goes on with it. */
    void chunk(String text) throws IOException {
        byte[] bytes = (text + "\r\n").getBytes(StandardCharsets.UTF_8);
        write(Integer.toHexString(bytes.length - 2) + "\r\n", bytes, bytes.length);
    }

    /** Ends it as it should be. */
    void end() throws IOException {
        write("0\r\n\r\n", new byte[0], 0);
    }

    /** Waits until the client closes the connection. */
    void awaitClose() throws IOException {
        while (in.read() >= 0) {
            continue;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // as it should be
        }
    }

    private void write(String head, byte[] body, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        bytes.write(body, 0, length);
        synchronized (this) {
            bytes.writeTo(out);
            out.flush();
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
