package io.leaderelection.test.apiserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Go module with one program, which is built once and kept in the user's cache
 * ({@code ~/.cache/leader-election/<program>/<hash>}, or below {@code XDG_CACHE_HOME}) until its sources change.
 */
public final class GoModule {

    private final String program;
    private final String linkerFlags;
    private final SortedMap<String, byte[]> sources;

    private final Path cache;

    private GoModule(Path cache, String program, String linkerFlags, SortedMap<String, byte[]> sources) {
        this.cache = cache;
        this.program = program;
        this.linkerFlags = linkerFlags;
        this.sources = sources;
    }

    /** The module in a folder; the program is called like the folder. */
    public static GoModule in(Path folder) {
        return in(folder, usersCache());
    }

    static GoModule in(Path folder, Path cache) {
        try (Stream<Path> files = Files.walk(folder)) {
            SortedMap<String, byte[]> sources = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
            return new GoModule(cache, folder.getFileName().toString(), "-s -w", sources);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The module whose files are resources beside a class, in a jar for example. */
    static GoModule of(Class<?> neighbour, String program, String linkerFlags, String... files) {
        SortedMap<String, byte[]> sources = new TreeMap<>();
        for (String file : files) {
            try (InputStream resource = neighbour.getResourceAsStream(file)) {
                if (resource == null) {
                    throw new IllegalStateException("No resource " + file + " beside " + neighbour.getName());
                }
                sources.put(file, resource.readAllBytes());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return new GoModule(usersCache(), program, linkerFlags, sources);
    }

    /**
     * The program, built if it is not in the cache yet. Several JVMs that build at once wait for one another.
     *
     * @throws MissingPrerequisiteException if the program is not there and there is no Go tool chain to build it with
     */
    public Path program() throws MissingPrerequisiteException {
        try {
            Path folder = cache.resolve(program).resolve(hash());
            Path file = folder.resolve(program);
            synchronized (GoModule.class) {
                if (!Files.isExecutable(file)) {
                    build(GoToolchain.find(), folder, file);
                }
            }
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void build(GoToolchain go, Path folder, Path file) throws IOException {
        Files.createDirectories(folder);
        try (FileChannel lockFile = FileChannel.open(
                        folder.resolve(program + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ignored = lockFile.lock()) {
            if (Files.isExecutable(file)) {
                return; // another JVM has built it while this one waited for the lock
            }
            Path module = writeSources(folder.resolve("sources"));
            Path unfinished = folder.resolve(program + ".unfinished");
            go.build(
                    module,
                    "building " + program + " from source, minutes the first time",
                    List.of("-ldflags", linkerFlags, "-o", unfinished.toString(), "."));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Path writeSources(Path folder) throws IOException {
        for (var source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, source.getValue());
        }
        return folder;
    }

    private static Path usersCache() {
        String base = System.getenv("XDG_CACHE_HOME");
        Path caches =
                base == null || base.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return caches.resolve("leader-election");
    }

    private String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(linkerFlags.getBytes(StandardCharsets.UTF_8));
            sources.forEach((path, content) -> {
                digest.update(path.getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
