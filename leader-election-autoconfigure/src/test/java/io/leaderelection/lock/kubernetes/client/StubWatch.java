package io.leaderelection.lock.kubernetes.client;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** One open watch of the stub. */
final class StubWatch implements Consumer<StubLeases.Event> {

    private static final String END = "end";
    private static final String CUT = "cut";

    private final StubConnection connection;
    private final String key;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile boolean stalled;

    StubWatch(StubConnection connection, String key) {
        this.connection = connection;
        this.key = key;
    }

    @Override
    public void accept(StubLeases.Event event) {
        if (event.key().equals(key) && !stalled) {
            line(event.toLine());
        }
    }

    void line(String line) {
        lines.add(line + "\n");
    }

    /** Sends a part of a line, without its end. */
    void part(String part) {
        lines.add(part);
    }

    /** Ends the stream in order, as after its timeoutSeconds. */
    void end() {
        lines.add(END);
    }

    /** Closes the connection in the middle of the stream. */
    void cut() {
        lines.add(CUT);
    }

    /** Keeps the connection open but tells nothing any more. */
    void stall() {
        stalled = true;
    }

    /** Sends lines until the stream is ended by either side; true if the connection can go on. */
    boolean run() throws IOException, InterruptedException {
        Thread reader = new Thread(this::cutAtClose, "stub-watch-reader");
        reader.setDaemon(true);
        reader.start();
        connection.begin();
        while (true) {
            String line = lines.take();
            switch (line) {
                case END -> {
                    connection.end();
                    return false;
                }
                case CUT -> {
                    return false;
                }
                default -> connection.chunk(line);
            }
        }
    }

    private void cutAtClose() {
        try {
            connection.awaitClose();
        } catch (IOException closed) {
            // the same
        }
        cut();
    }
}
