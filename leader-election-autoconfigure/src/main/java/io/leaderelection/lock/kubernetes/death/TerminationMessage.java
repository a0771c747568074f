package io.leaderelection.lock.kubernetes.death;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leaderelection.lock.kubernetes.client.ServiceAccount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What this process leaves behind so that others can learn of its death: one line in its container's termination log, which
 * the kubelet tells once the container has ended. Shared by all elections of an application; safe for use by any thread.
 *
 * <p>The line is appended at the first attempt to hold a lease, and never cleared.
 */
public final class TerminationMessage {

    private final ServiceAccount account;
    private final Path mountInfo;
    private final DeathProofLog log = new DeathProofLog();

    /** Where each process of this JVM is, by the names that its elections have given it. */
    private final ConcurrentMap<String, Optional<CurrentContainer>> left = new ConcurrentHashMap<>();

    /** That of the container in which this process runs, if it runs in one. */
    public TerminationMessage(ServiceAccount account) {
        this(account, Path.of("/proc/self/mountinfo"));
    }

    TerminationMessage(ServiceAccount account, Path mountInfo) {
        this.account = account;
        this.mountInfo = mountInfo;
    }

    DeathProofLog log() {
        return log;
    }

    /**
     * Leaves the proof, unless it is there already.
     *
     * @param namespace where the Lease is: only there are Pods looked for
     * @param wanted whether it is a warning if that is not possible
     * @return where it would be found; empty where it cannot be left, and nothing may be claimed
     */
    Optional<ProcessLocation> leave(String process, String namespace, boolean wanted) {
        return left.computeIfAbsent(process, first -> write(first, wanted))
                .filter(container -> container.pod().namespace().equals(namespace))
                .map(container -> container.of(process));
    }

    /** Finds out where this process is, and leaves nothing. */
    void rehearse() {
        try {
            CurrentContainer.find(account, mountInfo);
        } catch (CurrentContainer.Unknown unknown) {
            // told when it is to be left
        }
    }

    /** Whether this process has that name. */
    boolean isOf(String process) {
        return left.containsKey(process);
    }

    private Optional<CurrentContainer> write(String process, boolean wanted) {
        try {
            CurrentContainer own = CurrentContainer.find(account, mountInfo);
            ProcessLocation whereabouts = own.of(process);
            append(own.terminationLog(), whereabouts.line());
            log.left(whereabouts, own.terminationLog());
            return Optional.of(own);
        } catch (CurrentContainer.Unknown unknown) {
            log.unknown(String.valueOf(unknown.getMessage()), wanted);
        } catch (IOException | RuntimeException failure) {
            log.unknown("its termination log cannot be written (%s)".formatted(failure), wanted);
        }
        return Optional.empty();
    }

    /** A line of its own, whatever others have written before. */
    private static void append(Path file, String line) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            String before = channel.size() == 0 ? "" : "\n";
            channel.write(ByteBuffer.wrap((before + line + "\n").getBytes(UTF_8)));
        }
    }
}
