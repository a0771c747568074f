package io.leaderelection.lock.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A directory that has been found fit for elections over files: of one machine, and closed to strangers.
 *
 * <p>Each election has four files in it: {@code NAME.lock}, {@code NAME.record}, {@code NAME.revision}, and while a
 * write is going on {@code NAME.new}.
 */
public final class LeaseDirectory {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,200}");

    private final Path path;
    private final Permissions permissions;

    private LeaseDirectory(Path path, Permissions permissions) {
        this.path = path;
        this.permissions = permissions;
    }

    /**
     * Checks a directory, and creates it if there is none.
     *
     * @param directory the directory; its parents may be symbolic links, itself not
     * @param shared whether it is shared with other containers or users of the same machine on purpose
     * @param inPod whether this process runs in a pod of a cluster
     * @throws UnsuitableDirectoryException if an election in it would not be safe, with the reason and what to change
     */
    public static LeaseDirectory of(Path directory, boolean shared, boolean inPod) {
        return of(directory, shared, inPod, path -> Files.getFileStore(path).type());
    }

    static LeaseDirectory of(Path directory, boolean shared, boolean inPod, FileSystemTypes types) {
        Path path = directory.toAbsolutePath().normalize();
        if (inPod && !shared) {
            throw new UnsuitableDirectoryException(
                    "An election over files in " + path + " would elect one leader per pod, for this is Kubernetes",
                    "Set leader.election.backend to kubernetes, or leader.election.file.shared to true if the directory"
                            + " is a volume that all candidates share on one machine");
        }
        Permissions permissions = shared ? Permissions.GROUP : Permissions.OWNER;
        create(path, permissions);
        checkAccess(path, permissions);
        checkFileSystem(path, shared, types);
        return new LeaseDirectory(path, permissions);
    }

    /**
     * The directory for elections of the current user on this machine: below the user's state directory, or, where the
     * user has no home, a directory of the user's own below the temporary one.
     */
    public static Path ofUser() {
        return ofUser(System.getenv(), System.getProperty("user.home", ""), System.getProperty("java.io.tmpdir", "."));
    }

    static Path ofUser(Map<String, String> environment, String home, String temporary) {
        for (String state :
                List.of(environment.getOrDefault("XDG_STATE_HOME", ""), environment.getOrDefault("LOCALAPPDATA", ""))) {
            if (!state.isBlank() && Path.of(state).isAbsolute()) {
                return Path.of(state).resolve("leader-election");
            }
        }
        if (!home.isBlank() && !home.equals("?") && Files.isWritable(Path.of(home)) && !home.equals("/")) {
            return Path.of(home, ".local", "state", "leader-election");
        }
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return Path.of(temporary, "leader-election-" + user);
    }

    Path path() {
        return path;
    }

    Permissions permissions() {
        return permissions;
    }

    /** The name of a lease, fit to be the beginning of its files' names. */
    static String checkedName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("The name of an election over files must consist of 1 to 200 characters"
                    + " a-z, 0-9 and -, as it names files; choose another leader.election.name or lease name");
        }
        return name;
    }

    private static void create(Path path, Permissions permissions) {
        try {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                permissions.createDirectory(path);
            }
        } catch (FileAlreadyExistsException raced) {
            // Somebody else created it; it is checked next.
        } catch (IOException failure) {
            throw new UnsuitableDirectoryException(
                    "The directory " + path + " cannot be created: " + failure,
                    "Set leader.election.file.directory to a directory of a local disk that this user may write to");
        }
    }

    private static void checkAccess(Path path, Permissions permissions) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnsuitableDirectoryException(
                    path + " is not a directory, or is a symbolic link",
                    "Set leader.election.file.directory to the directory itself");
        }
        try {
            if (permissions == Permissions.OWNER && !Permissions.isOurs(path)) {
                throw new UnsuitableDirectoryException(
                        "The directory " + path + " belongs to "
                                + Files.getOwner(path).getName() + ", not to the user of this process",
                        "Set leader.election.file.directory to a directory of this user's own, or"
                                + " leader.election.file.shared to true if users share it on purpose");
            }
            if (Permissions.isKnownTo(path)
                    && !permissions.protect(Files.readAttributes(path, PosixFileAttributes.class))) {
                boolean shared = permissions == Permissions.GROUP;
                throw new UnsuitableDirectoryException(
                        "The directory " + path + " is open to " + (shared ? "everybody" : "other users"),
                        "Close it with chmod " + (shared ? "o-rwx " : "700 ") + path
                                + ", or set leader.election.file.directory to a new directory inside it");
            }
        } catch (IOException failure) {
            throw unreadable(path, failure);
        }
    }

    private static void checkFileSystem(Path path, boolean shared, FileSystemTypes types) {
        try {
            FileSystemCheck.check(path, types.of(path), shared);
        } catch (IOException failure) {
            throw unreadable(path, failure);
        }
    }

    private static UnsuitableDirectoryException unreadable(Path path, IOException failure) {
        return new UnsuitableDirectoryException(
                "The directory " + path + " cannot be examined: " + failure,
                "Set leader.election.file.directory to a directory of a local disk that this user may read");
    }

    /** Tells the type of the file system that a path lies on. */
    @FunctionalInterface
    interface FileSystemTypes {
        String of(Path path) throws IOException;
    }
}
