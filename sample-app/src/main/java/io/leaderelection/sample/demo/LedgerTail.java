package io.leaderelection.sample.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads what has been added to a ledger since it was last looked at. For use by one thread. */
final class LedgerTail {

    private final Path ledger;
    private long read;

    LedgerTail(Path ledger) {
        this.ledger = ledger;
    }

    /** The complete lines that have come since. */
    List<String> next() throws IOException {
        if (!Files.exists(ledger)) {
            return List.of();
        }
        try (FileChannel channel = FileChannel.open(ledger)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - read));
            while (bytes.hasRemaining() && channel.read(bytes, read + bytes.position()) > 0) {
                // reads on to the end that the file had
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            int complete = text.lastIndexOf('\n') + 1;
            read += text.substring(0, complete).getBytes(StandardCharsets.UTF_8).length;
            return text.substring(0, complete).lines().toList();
        }
    }
}
