package io.leaderelection.sample;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * A bean with a lifecycle, which runs where this replica leads and nowhere else: it carries the lines of the inbox into
 * the ledger. A container of message listeners is gated in the same way.
 */
@LeaderOnly
class InboxConsumer implements SmartLifecycle {

    private static final long PAUSE_MILLIS = 200;

    private final Inbox inbox;
    private final Scribe scribe;
    private volatile @Nullable Thread thread;

    InboxConsumer(Inbox inbox, Scribe scribe) {
        this.inbox = inbox;
        this.scribe = scribe;
    }

    /** Begins, in a term of leadership: the call that it is started in lasts until it has stopped. */
    @Override
    public void start() {
        GatedCall call = GatedCall.current().orElseThrow();
        Thread consumer = new Thread(() -> call.run(() -> consume(call)), "inbox");
        thread = consumer;
        consumer.start();
    }

    /** Returns when the last line has been carried. */
    @Override
    public void stop() {
        Thread consumer = Objects.requireNonNull(thread, "stop follows start");
        consumer.interrupt();
        try {
            consumer.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        Thread consumer = thread;
        return consumer != null && consumer.isAlive();
    }

    private void consume(GatedCall call) {
        try {
            while (call.isLeading()) {
                for (Path line : inbox.waiting()) {
                    carry(line);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException end) {
            // The term is over.
        } catch (IOException failure) {
            if (call.isLeading()) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** Whoever dies between the two steps leaves the line to be written twice, as any queue does. */
    private void carry(Path line) throws IOException {
        if (scribe.write(Files.readString(line))) {
            Files.delete(line);
        }
    }
}
