package io.leaderelection.test.apiserver;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Go tool chain on the PATH that is new enough for current Kubernetes. */
final class GoToolchain {

    private static final Pattern VERSION = Pattern.compile("go1\\.(\\d+).*");
    private static final int OLDEST_MINOR = 26;
    private static final Duration LONGEST_RUN = Duration.ofMinutes(45);
    private static final Duration PROGRESS_PERIOD = Duration.ofSeconds(20);

    private GoToolchain() {}

    static GoToolchain find() throws MissingPrerequisiteException {
        String version = version();
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < OLDEST_MINOR) {
            throw new MissingPrerequisiteException("Go 1." + OLDEST_MINOR + " or newer is needed, found " + version);
        }
        return new GoToolchain();
    }

    /** Runs a go command, with a line of progress now and then, and fails with its output if it fails. */
    void run(Path folder, String what, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("go"));
        command.addAll(arguments);
        Path log = Files.createTempFile("go", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("CGO_ENABLED", "0"); // no C compiler needed, and a static program
        builder.environment().putIfAbsent("HOME", System.getProperty("user.home")); // for go's caches
        Process process = builder.start();
        try {
            await(process, what);
            if (process.exitValue() != 0) {
                throw new IOException(what + " failed:\n" + Files.readString(log));
            }
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(log);
        }
    }

    private static void await(Process process, String what) throws IOException {
        long start = System.nanoTime();
        System.out.println("API server: " + what);
        try {
            while (!process.waitFor(PROGRESS_PERIOD.toSeconds(), TimeUnit.SECONDS)) {
                long seconds = (System.nanoTime() - start) / 1_000_000_000;
                System.out.println("API server: " + what + ": " + seconds + " s so far");
                if (seconds > LONGEST_RUN.toSeconds()) {
                    throw new IOException(what + " took longer than " + LONGEST_RUN);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + what, interrupted);
        }
    }

    /** Asked outside the module's folder: there an old go would answer with, or download, the version the module wants. */
    private static String version() throws MissingPrerequisiteException {
        try {
            Process process = new ProcessBuilder("go", "env", "GOVERSION")
                    .directory(new File(System.getProperty("java.io.tmpdir")))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(process.getInputStream().readAllBytes()).strip();
        } catch (IOException failure) {
            throw new MissingPrerequisiteException("no go command on the PATH");
        }
    }
}
