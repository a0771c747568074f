package io.leaderelection.it.published;

import io.leaderelection.it.apiserver.WebSample;
import io.leaderelection.test.process.LeashedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the application in {@code quickstart}, which is built by a Maven of its own and knows of this repository only
 * what has been installed.
 *
 * @param folder where the copy is
 * @param jdk home of the JDK that builds and runs it
 */
record Quickstart(Path folder, Path jdk) {

    private static final Path ORIGINAL = Path.of("..", "quickstart");

    /** Copies the application, and sets the version of Spring Boot. */
    static Quickstart copy(Path folder, String boot, Path jdk) throws IOException {
        try (Stream<Path> files = Files.walk(ORIGINAL)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(ORIGINAL.resolve("target"))) {
                    Path copy = folder.resolve(ORIGINAL.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
        Path pom = folder.resolve("pom.xml");
        Files.writeString(pom, withParent(Files.readString(pom), boot));
        return new Quickstart(folder, jdk);
    }

    private static String withParent(String pom, String boot) {
        return pom.replaceFirst("(?s)(spring-boot-starter-parent</artifactId>\\s*<version>)[^<]*", "$1" + boot);
    }

    /**
     * Builds and tests it.
     *
     * @param settings of Maven, in place of those of the machine
     * @param repository for what Maven downloads; what is published is there already
     * @return the exit code
     */
    int build(Path settings, Path repository) {
        ProcessBuilder maven = new ProcessBuilder(
                        Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                        "-B",
                        "-ntp",
                        "-gs",
                        settings.toString(),
                        "-Dmaven.repo.local=" + repository,
                        "-Dkotlin.compiler.daemon=false", // it would outlive the build by hours
                        "verify")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log("build").toFile());
        maven.environment().put("JAVA_HOME", jdk.toString());
        maven.environment().put("MAVEN_BASEDIR", folder.toString());
        try (LeashedProcess process = LeashedProcess.start(maven)) {
            return process.awaitEnd(WebSample.PATIENCE.multipliedBy(5));
        }
    }

    /** The application as a jar that runs. */
    Path jar() {
        return folder.resolve("target/billing-1.0.0.jar");
    }

    /** Starts a replica of it. */
    WebSample start(String name, Path leases) {
        ProcessBuilder java = new ProcessBuilder(
                        jdk.resolve("bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-jar",
                        jar().toString(),
                        "--server.port=0",
                        "--leader.election.identity=" + name,
                        "--leader.election.file.directory=" + leases)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        return new WebSample(name, log(name), LeashedProcess.start(java));
    }

    /** What its build, or a replica, has printed. */
    String printed(String what) {
        try {
            return Files.readString(log(what));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path log(String what) {
        return folder.resolve(what + ".log");
    }

    /** The libraries that are in its jar, without their versions. */
    List<String> libraries() throws IOException {
        try (var jar = new java.util.jar.JarFile(jar().toFile())) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(entry -> entry.matches("BOOT-INF/lib/.+\\.jar"))
                    .map(entry -> entry.replaceFirst("BOOT-INF/lib/(.+?)-\\d.*", "$1"))
                    .toList();
        }
    }
}
