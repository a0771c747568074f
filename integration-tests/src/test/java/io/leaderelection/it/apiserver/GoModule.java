package io.leaderelection.it.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** The Go module of this folder, whose programs are built once and kept in the user's cache by the module's hash. */
public final class GoModule {

    private static final Path SOURCES =
            Path.of(System.getProperty("basedir", "."), "apiserver").toAbsolutePath();

    private static final String LINKER_FLAGS = "-s -w -X k8s.io/component-base/version.gitVersion=v1.36.3";

    private static final Map<String, String> PACKAGES =
            Map.of("apiserver", ".", "client-go-elector", "./client-go-elector");

    private GoModule() {}

    /** Returns client-go's elector as a program, built if need be; skips the calling test if it cannot be built. */
    public static Path clientGoElector() {
        try {
            return program("client-go-elector");
        } catch (NoApiServerException e) {
            throw new TestAbortedException("no client-go elector: " + e.getMessage(), e);
        }
    }

    /**
     * Returns a program of the module, built if it is not in the cache yet; the very first build takes minutes.
     *
     * @param name {@code apiserver} or {@code client-go-elector}
     * @throws NoApiServerException if the program is not there and there is no Go tool chain to build it with
     */
    static synchronized Path program(String name) throws NoApiServerException {
        try {
            Path folder = cache().resolve(hash());
            Path program = folder.resolve(name);
            if (!Files.isExecutable(program)) {
                GoToolchain go = GoToolchain.find();
                Files.createDirectories(folder);
                try (FileChannel lockFile = FileChannel.open(
                                folder.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock ignored = lockFile.lock()) {
                    build(go, name, program);
                }
            }
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void build(GoToolchain go, String name, Path program) throws IOException {
        if (Files.isExecutable(program)) {
            return; // another JVM has built it while this one waited for the lock
        }
        Path unfinished = program.resolveSibling(name + ".unfinished");
        go.run(
                SOURCES,
                "building " + name + " from source, minutes the first time",
                List.of("build", "-ldflags", LINKER_FLAGS, "-o", unfinished.toString(), PACKAGES.get(name)));
        Files.move(unfinished, program, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path cache() {
        String base = System.getenv("XDG_CACHE_HOME");
        Path caches =
                base == null || base.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return caches.resolve("leader-election").resolve("apiserver");
    }

    private static String hash() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(LINKER_FLAGS.getBytes());
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(SOURCES.relativize(file).toString().getBytes());
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
