package io.leaderelection.test.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The providers in order of preference; the first that can serve does, for the rest of the JVM's life. */
final class ServerProviders {

    private static final List<ServerProvider> ALL =
            List.of(new EnvtestProvider(), new K3sProvider(), new GoBuiltProvider());

    private static @Nullable ServerProvider chosen;
    private static @Nullable String noneBecause;

    private ServerProviders() {}

    /**
     * Starts a server. The first call says on standard output, and in {@code target/api-server.txt} where Maven builds,
     * which one and why; the file's first word is the provider's name or {@code skipped}.
     */
    static synchronized ApiServer start() throws MissingPrerequisiteException {
        if (noneBecause != null) {
            throw new MissingPrerequisiteException(noneBecause);
        }
        return chosen == null ? choose() : new ApiServer(chosen.name(), chosen.start());
    }

    private static ApiServer choose() throws MissingPrerequisiteException {
        List<String> missing = new ArrayList<>();
        for (ServerProvider provider : ALL) {
            try {
                long start = System.nanoTime();
                ControlPlane controlPlane = provider.start();
                chosen = provider;
                missing.add("ready after " + (System.nanoTime() - start) / 1_000_000 + " ms");
                report(provider.name() + " (" + String.join("; ", missing) + ")");
                return new ApiServer(provider.name(), controlPlane);
            } catch (MissingPrerequisiteException failure) {
                missing.add(failure.getMessage());
            }
        }
        noneBecause = String.join("; ", missing);
        report("skipped (" + noneBecause + ")");
        throw new MissingPrerequisiteException("no API server: " + noneBecause);
    }

    private static void report(String line) {
        System.out.println("API server: " + line);
        try {
            Path folder = Path.of(System.getProperty("basedir", "."), "target");
            if (Files.isDirectory(folder)) {
                Files.writeString(folder.resolve("api-server.txt"), line + System.lineSeparator());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
