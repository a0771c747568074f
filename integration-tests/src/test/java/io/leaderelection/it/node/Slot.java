package io.leaderelection.it.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One of the few places for a node on this machine: addresses that no other running node has. */
final class Slot implements AutoCloseable {

    private static final int SLOTS = 16;

    private final int number;
    private final FileChannel lock;

    private Slot(int number, FileChannel lock) {
        this.number = number;
        this.lock = lock;
    }

    /**
     * Takes the first free one.
     *
     * @param folder where the slots' lock files are
     */
    static Slot take(Path folder) throws IOException, NoNodeException {
        Files.createDirectories(folder);
        for (int number = 0; number < SLOTS; number++) {
            FileChannel lock = FileChannel.open(
                    folder.resolve("slot-" + number + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isFree(lock)) {
                return new Slot(number, lock);
            }
            lock.close();
        }
        throw new NoNodeException(SLOTS + " nodes run on this machine already");
    }

    private static boolean isFree(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    int number() {
        return number;
    }

    /** Address of the node on this machine. */
    String address() {
        return "10.99." + number + ".1";
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
