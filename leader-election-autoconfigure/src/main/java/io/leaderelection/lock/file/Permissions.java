package io.leaderelection.lock.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** Who may use the files of an election: their owner alone, or a group. Without effect where the system has no such modes. */
enum Permissions {
    OWNER("rwx------", 0700, "rw-------"),
    GROUP("rwxrwx---", 02770, "rw-rw----");

    private static final Path STATUS = Path.of("/proc/self/status");

    private final Set<PosixFilePermission> ofDirectory;
    private final int modeOfDirectory;
    private final Set<PosixFilePermission> ofFile;

    Permissions(String ofDirectory, int modeOfDirectory, String ofFile) {
        this.ofDirectory = PosixFilePermissions.fromString(ofDirectory);
        this.modeOfDirectory = modeOfDirectory;
        this.ofFile = PosixFilePermissions.fromString(ofFile);
    }

    /** What a new file is created with. */
    FileAttribute<?>[] ofNewFile(Path directory) {
        return isKnownTo(directory)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(ofFile)}
                : new FileAttribute<?>[0];
    }

    /** Gives a new file what the process's mask took away. */
    void completeFile(Path file) throws IOException {
        if (this == GROUP && isKnownTo(file)) {
            Files.setPosixFilePermissions(file, ofFile);
        }
    }

    /** Creates the directory, and those above it for the owner alone. */
    void createDirectory(Path directory) throws IOException {
        if (!isKnownTo(directory)) {
            Files.createDirectories(directory);
            return;
        }
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER.ofDirectory));
        if (this == GROUP) {
            Files.setAttribute(directory, "unix:mode", modeOfDirectory, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Whether nobody but those meant can reach what is inside. */
    boolean protect(PosixFileAttributes directory) {
        Set<PosixFilePermission> excess = EnumSet.copyOf(directory.permissions());
        excess.removeAll(ofDirectory);
        return excess.isEmpty();
    }

    /** Whether the file belongs to the user whom this process works for; also where that cannot be told. */
    static boolean isOurs(Path file) throws IOException {
        if (!isKnownTo(file)) {
            return true;
        }
        return Files.isReadable(STATUS)
                ? effectiveUser()
                        .equals(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                                .toString())
                : Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName().equals(System.getProperty("user.name"));
    }

    static boolean isKnownTo(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** The owner of {@code /proc/self} would be root for a process that may not be dumped. */
    private static String effectiveUser() throws IOException {
        try (Stream<String> lines = Files.lines(STATUS, ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .map(line -> line.split("\\s+")[2])
                    .findFirst()
                    .orElseThrow(() -> new IOException("unknown form of " + STATUS));
        }
    }
}
