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

    /** Builds a program, with a line of progress now and then, and fails with the output of go if that fails. */
    void build(Path folder, String what, List<String> arguments) throws IOException {
        long packages = packagesIn(run(folder, what + ", its packages first", 0, List.of("list", "-deps", ".")));
        List<String> build = new ArrayList<>(List.of("build", "-v"));
        build.addAll(arguments);
        run(folder, what, packages, build);
    }

    private static String run(Path folder, String what, long packages, List<String> arguments) throws IOException {
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
            await(process, what, packages, log);
            String output = Files.readString(log);
            if (process.exitValue() != 0) {
                throw new IOException(what + " failed:\n" + output);
            }
            return output;
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(log);
        }
    }

    private static void await(Process process, String what, long packages, Path log) throws IOException {
        long start = System.nanoTime();
        System.out.println("API server: " + what);
        try {
            while (!process.waitFor(PROGRESS_PERIOD.toSeconds(), TimeUnit.SECONDS)) {
                long seconds = (System.nanoTime() - start) / 1_000_000_000;
                String left = left(seconds, packagesIn(Files.readString(log)), packages);
                System.out.println("API server: " + what + ": " + seconds + " s so far" + left);
                if (seconds > LONGEST_RUN.toSeconds()) {
                    throw new IOException(what + " took longer than " + LONGEST_RUN);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + what, interrupted);
        }
    }

    /** What is left of a build. It may be less: what go has in a cache of its own is not compiled, nor told. */
    static String left(long seconds, long compiled, long packages) {
        if (compiled == 0 || packages == 0) {
            return "";
        }
        long left = seconds * Math.max(0, packages - compiled) / compiled;
        return ", %d of %d packages, some %d s left at most".formatted(compiled, packages, left);
    }

    /** How many packages go has named, a line for each; it names what it downloads, too. */
    private static long packagesIn(String output) {
        return output.lines().filter(line -> !line.startsWith("go: ")).count();
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
