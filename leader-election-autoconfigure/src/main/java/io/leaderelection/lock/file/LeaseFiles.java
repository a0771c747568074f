package io.leaderelection.lock.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.leaderelection.lock.Seal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The files of one election. An atomic move replaces each as a whole, so a reader sees the old or the new state. Each
 * is on disk before the next depends on it. Writers exclude each other by the lock.
 */
final class LeaseFiles {

    /** Whatever is larger than this is none of ours. */
    private static final int LARGEST = 4 << 20;

    private static final int ATTEMPTS_TO_MOVE = 20;

    private final LeaseDirectory directory;
    private final String name;
    private final Path lock;
    private final Path record;
    private final Path revision;
    private final Path next;

    LeaseFiles(LeaseDirectory directory, String name) {
        this.directory = directory;
        this.name = name;
        this.lock = directory.path().resolve(name + ".lock");
        this.record = directory.path().resolve(name + ".record");
        this.revision = directory.path().resolve(name + ".revision");
        this.next = directory.path().resolve(name + ".new");
    }

    String name() {
        return name;
    }

    Path directory() {
        return directory.path();
    }

    Path lock() {
        return lock;
    }

    Path record() {
        return record;
    }

    Permissions permissions() {
        return directory.permissions();
    }

    /** The bytes of the record as it is now; absent if there is no record. */
    byte @Nullable [] recordBytes() throws IOException {
        byte[] bytes = bytes(record);
        if (bytes == null && !Files.isDirectory(directory.path())) {
            throw new NoSuchFileException(directory.path().toString());
        }
        return bytes;
    }

    /** The record as it is now; absent if there is none. */
    @Nullable
    FileLease lease() throws IOException {
        byte[] bytes = recordBytes();
        return bytes == null ? null : RecordText.read(bytes);
    }

    /** Gets the next state of the record on disk, out of sight. */
    void prepare(FileLease lease) throws IOException {
        store(RecordText.write(lease));
    }

    /** Makes what was prepared the record; when this returns, that is on disk too. */
    void publish() throws IOException {
        moveTo(record);
        syncDirectory();
    }

    /** A revision that no record has ever carried, on disk as the last one used when this returns. */
    long raiseRevision(@Nullable FileLease present) throws IOException {
        byte[] counter = bytes(revision);
        String text = counter == null ? "" : new String(counter, US_ASCII).strip();
        long counted = text.matches("[0-9]{1,19}") ? Long.parseLong(text) : 0;
        long last = Math.max(counted, present == null ? 0 : present.revision());
        boolean everUsed = counter != null || present != null;
        if (everUsed && last == 0 || last >= Seal.HIGHEST_TOKEN) {
            // Fencing tokens rest on revisions: the election stands still rather than begin at 1 again.
            throw new UnreadableFileException(revision
                    + " holds no usable number; write the highest revision or fencing token ever seen into it");
        }
        store(Long.toString(last + 1).concat("\n").getBytes(US_ASCII));
        moveTo(revision);
        return last + 1;
    }

    private void store(byte[] content) throws IOException {
        Files.deleteIfExists(next);
        try (FileChannel channel = FileChannel.open(
                next,
                Set.of(CREATE_NEW, WRITE, LinkOption.NOFOLLOW_LINKS),
                permissions().ofNewFile(next))) {
            permissions().completeFile(next);
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Where open files cannot be replaced, a reader may be in the way for an instant. */
    private void moveTo(Path file) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.move(next, file, ATOMIC_MOVE);
                return;
            } catch (AccessDeniedException busy) {
                if (Permissions.isKnownTo(file) || attempt == ATTEMPTS_TO_MOVE) {
                    throw busy;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    private void syncDirectory() throws IOException {
        if (Permissions.isKnownTo(directory.path())) {
            try (FileChannel channel = FileChannel.open(directory.path(), READ)) {
                channel.force(true);
            }
        }
    }

    private static byte @Nullable [] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(LARGEST);
        } catch (NoSuchFileException missing) {
            return null;
        }
    }
}
