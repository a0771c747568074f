package io.leaderelection.it.node;

import io.leaderelection.it.scenario.HistoryLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The histories of all processes that write into one folder, read on from where the last look ended. */
final class HistoryFolder {

    private final Path folder;
    private final Map<Path, Long> offsets = new LinkedHashMap<>();
    private final List<HistoryLine> lines = new ArrayList<>();

    /**
     * @param folder an existing one
     */
    HistoryFolder(Path folder) {
        this.folder = folder;
    }

    /** All lines so far, those of each process in order. */
    List<HistoryLine> lines() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                readOn(file);
            }
            return List.copyOf(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readOn(Path file) throws IOException {
        long offset = offsets.getOrDefault(file, 0L);
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - offset));
            channel.read(bytes, offset);
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
            int end = text.lastIndexOf('\n') + 1;
            text.substring(0, end).lines().map(HistoryLine::parse).forEach(lines::add);
            offsets.put(file, offset + end);
        }
    }
}
