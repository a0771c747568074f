package io.leaderelection.test.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The threads of a process as Linux tells of them; elsewhere nothing is known and nothing is waited for. */
final class ProcessThreads {

    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(60);

    private final Path folder;

    ProcessThreads(long pid) {
        folder = Path.of("/proc", Long.toString(pid), "task");
    }

    /** Waits until SIGSTOP has stopped every thread: on a busy machine some go on for a while after the signal. */
    void awaitStopped() {
        long end = System.nanoTime() + LONGEST_WAIT;
        while (Files.isDirectory(folder) && !areStopped()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("Still running after SIGSTOP: " + folder);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    boolean areStopped() {
        List<Path> threads;
        try (Stream<Path> listing = Files.list(folder)) {
            threads = listing.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return threads.stream().allMatch(ProcessThreads::isStopped);
    }

    /** The state is the first letter behind the name, which stands in parentheses and may hold any. */
    private static boolean isStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException failure) {
            if (Files.exists(thread)) {
                throw new UncheckedIOException(failure);
            }
            return true; // the thread has ended, before its file was opened or before it was read
        }
    }
}
