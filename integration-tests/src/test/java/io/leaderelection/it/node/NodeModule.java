package io.leaderelection.it.node;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** The Go module of the folder {@code node}, whose programs are built once and kept in the user's cache by its hash. */
final class NodeModule {

    private static final Path SOURCES =
            Path.of(System.getProperty("basedir", "."), "node").toAbsolutePath();

    private static final String LINKER_FLAGS = "-s -w -X k8s.io/component-base/version.gitVersion=v1.36.3";

    private NodeModule() {}

    /** Returns the program with all parts of Kubernetes; the very first build takes minutes. */
    static Path node() throws IOException, NoNodeException {
        return program("node", ".");
    }

    /** Returns the program that holds namespaces, and is the first process of each pod's sandbox. */
    static Path keeper() throws IOException, NoNodeException {
        return program("keeper", "./keeper");
    }

    private static Path program(String name, String source) throws IOException, NoNodeException {
        Path folder = Files.createDirectories(cache().resolve(hash()));
        Path program = folder.resolve(name);
        if (!Files.isExecutable(program)) {
            try (FileChannel lockFile = FileChannel.open(
                            folder.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock ignored = lockFile.lock()) {
                build(name, source, program);
            }
        }
        return program;
    }

    private static void build(String name, String source, Path program) throws IOException, NoNodeException {
        if (Files.isExecutable(program)) {
            return; // another JVM has built it while this one waited for the lock
        }
        System.out.println("Node: building " + name + " from source, minutes the first time");
        Path unfinished = program.resolveSibling(name + ".unfinished");
        ProcessBuilder builder = new ProcessBuilder(
                        "go", "build", "-p=2", "-ldflags", LINKER_FLAGS, "-o", unfinished.toString(), source)
                .directory(new File(SOURCES.toString()))
                .redirectErrorStream(true);
        builder.environment().put("CGO_ENABLED", "0"); // no C compiler needed, and a static program
        Commands.Result result = Commands.run(builder);
        if (result.exitCode() != 0) {
            throw new NoNodeException("building " + name + " failed: " + result.output());
        }
        Files.move(unfinished, program, StandardCopyOption.ATOMIC_MOVE);
    }

    static Path cache() {
        String base = System.getenv("XDG_CACHE_HOME");
        Path caches =
                base == null || base.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return caches.resolve("leader-election").resolve("node");
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
