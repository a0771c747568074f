package io.leaderelection.lock.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What tells one process of one machine from every other, past and present, so that its end can be proven.
 *
 * <p>On Linux the start time is counted in clock ticks since boot, for that is untouched by changes of the wall clock;
 * numbers seen from another namespace mean something else and prove nothing.
 *
 * @param pid process id
 * @param start when the process started, in the system's own words
 * @param boot which start of which machine
 * @param namespaces where the process id and the start time are valid
 */
record ProcessMark(long pid, String start, String boot, String namespaces) {

    private static final Path PROC = Path.of("/proc");

    /** Positions after the command, which may itself contain blanks and parentheses. */
    private static final int STATE = 0;

    private static final int START_TIME = 19;

    /** The mark of this process; empty where the system does not tell enough. */
    static Optional<ProcessMark> current() {
        ProcessHandle self = ProcessHandle.current();
        try {
            return isLinux() ? Optional.of(ofLinux(self.pid())) : ofOthers(self);
        } catch (IOException | RuntimeException untold) {
            return Optional.empty();
        }
    }

    /** Whether the marked process has certainly ended. The caller is the process with the other mark. */
    boolean hasEnded(ProcessMark observer) {
        if (!boot.equals(observer.boot) || !namespaces.equals(observer.namespaces)) {
            return false;
        }
        try {
            return isLinux() ? hasEndedOnLinux() : hasEndedElsewhere();
        } catch (IOException | RuntimeException untold) {
            return false;
        }
    }

    private static boolean isLinux() {
        return System.getProperty("os.name", "").equals("Linux");
    }

    private static ProcessMark ofLinux(long pid) throws IOException {
        if (!Files.readSymbolicLink(PROC.resolve("self")).toString().equals(Long.toString(pid))) {
            throw new IOException("/proc belongs to another pid namespace");
        }
        String boot =
                Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        return new ProcessMark(pid, stat(pid)[START_TIME], boot, namespace("pid") + namespace("time"));
    }

    private static String namespace(String kind) throws IOException {
        Path link = PROC.resolve("self/ns").resolve(kind);
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException olderKernel) {
            return "";
        }
    }

    private boolean hasEndedOnLinux() throws IOException {
        try {
            String[] stat = stat(pid);
            boolean defunct = stat[STATE].equals("Z") || stat[STATE].equals("X");
            return defunct || !stat[START_TIME].equals(start);
        } catch (NoSuchFileException gone) {
            return true;
        }
    }

    private static String[] stat(long pid) throws IOException {
        String line = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"), ISO_8859_1);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        if (fields.length <= START_TIME) {
            throw new IOException("unknown form of /proc/PID/stat");
        }
        return fields;
    }

    private static Optional<ProcessMark> ofOthers(ProcessHandle self) {
        String machine = Objects.requireNonNullElse(System.getenv("COMPUTERNAME"), "");
        return self.info()
                .startInstant()
                .map(start ->
                        new ProcessMark(self.pid(), start.toString(), machine, System.getProperty("os.name", "")));
    }

    private boolean hasEndedElsewhere() {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        return handle.isEmpty()
                || handle.get()
                        .info()
                        .startInstant()
                        .filter(other -> !other.toString().equals(start))
                        .isPresent();
    }
}
