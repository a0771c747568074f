package io.leaderelection.lock.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * This JVM's one channel to a lock file, shared by all stores of the JVM that need it.
 *
 * <p>POSIX drops every lock that a process has on a file as soon as the process closes <em>any</em> descriptor of it, so
 * nobody in this JVM may open a claimed lock file again. As that must hold between class loaders too, the claims are
 * kept in the system properties and consist of JDK types only.
 */
final class JvmClaim {

    private static final String PROPERTY = "io.leaderelection.lock.file.claims";

    /** All claims of this JVM by identity of the file; guarded by itself. Kept even if the properties are exchanged. */
    private static final Map<String, Map<String, Object>> CLAIMS = claims(System.getProperties());

    private final String identity;
    private final Map<String, Object> parts;

    private JvmClaim(String identity, Map<String, Object> parts) {
        this.identity = identity;
        this.parts = parts;
    }

    /** Joins the claim to this file, or makes one; creates the file if need be. */
    static JvmClaim join(Path file, Permissions permissions) throws IOException {
        synchronized (CLAIMS) {
            String identity = identityOfRegular(file, permissions);
            Map<String, Object> parts = CLAIMS.get(identity);
            if (parts == null || !channel(parts).isOpen()) {
                parts = open(file, identity);
                CLAIMS.put(identity, parts);
            }
            parts.merge("views", 1, JvmClaim::sum);
            return new JvmClaim(identity, parts);
        }
    }

    /** Leaves the claim. The last to leave closes the channel, and so gives every lock up. */
    void leave() {
        synchronized (CLAIMS) {
            if (Integer.valueOf(0).equals(parts.merge("views", -1, JvmClaim::sum))) {
                CLAIMS.computeIfPresent(identity, (key, present) -> present == parts ? null : present);
                closeQuietly(channel());
            }
        }
    }

    /** Whether the path still leads to the claimed file. */
    boolean isOf(Path file) throws IOException {
        return channel().isOpen() && identity.equals(identity(file));
    }

    /** What tells the claimed file from one that may be put in its place. */
    String identity() {
        return identity;
    }

    FileChannel channel() {
        return channel(parts);
    }

    /** Excludes the other stores of this JVM; the operating system knows only processes. */
    ReentrantLock mutex() {
        return (ReentrantLock) part(parts, "mutex");
    }

    /** The store of this JVM that has the holder's lock, and the lock; guarded by {@link #mutex}. */
    @SuppressWarnings("unchecked")
    AtomicReference<Object @Nullable []> holder() {
        return (AtomicReference<Object @Nullable []>) part(parts, "holder");
    }

    private static FileChannel channel(Map<String, Object> parts) {
        return (FileChannel) part(parts, "channel");
    }

    private static Object part(Map<String, Object> parts, String name) {
        return Objects.requireNonNull(parts.get(name), name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> claims(Properties properties) {
        return (Map<String, Map<String, Object>>)
                properties.computeIfAbsent(PROPERTY, absent -> new HashMap<String, Map<String, Object>>());
    }

    private static Map<String, Object> open(Path file, String identity) throws IOException {
        FileChannel channel = FileChannel.open(file, Set.of(READ, WRITE, NOFOLLOW_LINKS));
        if (!identity.equals(identity(file))) {
            closeQuietly(channel);
            throw new IOException(file + " was exchanged while it was opened");
        }
        Map<String, Object> parts = new HashMap<>();
        parts.put("channel", channel);
        parts.put("mutex", new ReentrantLock());
        parts.put("holder", new AtomicReference<Object[]>());
        return parts;
    }

    /** Looks before it opens, for opening may be what must not happen. */
    private static String identityOfRegular(Path file, Permissions permissions) throws IOException {
        if (!Files.exists(file, NOFOLLOW_LINKS)) {
            create(file, permissions);
        }
        if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            throw new IOException(file + " is a symbolic link or no file at all, and was not touched");
        }
        if (permissions == Permissions.OWNER && !Permissions.isOurs(file)) {
            throw new IOException(file + " belongs to another user, and was not touched");
        }
        String identity = identity(file);
        if (identity == null) {
            throw new NoSuchFileException(file.toString());
        }
        return identity;
    }

    private static void create(Path file, Permissions permissions) throws IOException {
        try {
            FileChannel.open(file, Set.of(CREATE_NEW, WRITE, NOFOLLOW_LINKS), permissions.ofNewFile(file))
                    .close();
            permissions.completeFile(file);
        } catch (FileAlreadyExistsException raced) {
            // Another process was faster; the file is examined next.
        }
    }

    private static @Nullable String identity(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS)
                    .fileKey();
            return key == null ? file.toRealPath().toString() : key.toString();
        } catch (NoSuchFileException missing) {
            return null;
        }
    }

    private static Object sum(Object a, Object b) {
        return (Integer) a + (Integer) b;
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // The descriptor is gone in any case.
        }
    }
}
