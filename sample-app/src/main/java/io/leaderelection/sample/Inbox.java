package io.leaderelection.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Lines that wait for the leader: files of a directory, dropped by any replica. */
class Inbox {

    private static final String WAITING = ".line";

    private final Path directory;

    Inbox(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** Leaves a line for the leader. */
    void drop(String line) throws IOException {
        Files.createDirectories(directory);
        String name = Instant.now().toEpochMilli() + "-" + UUID.randomUUID();
        Path written = Files.writeString(directory.resolve(name + ".new"), line);
        // Found only when it is complete.
        Files.move(written, directory.resolve(name + WAITING), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The waiting lines' files, oldest first. */
    List<Path> waiting() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(WAITING))
                    .sorted()
                    .toList();
        }
    }
}
