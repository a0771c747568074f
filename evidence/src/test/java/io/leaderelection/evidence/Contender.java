package io.leaderelection.evidence;

import io.leaderelection.test.apiserver.GoModule;
import io.leaderelection.test.apiserver.MissingPrerequisiteException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A library that elects, and how its candidate is started. */
enum Contender {

    /** This project. */
    OURS("ours", "ours.OurCandidate", "leader-election-autoconfigure", """
        An application as in the [README](../README.md): `@LeaderOnly` beside `@Scheduled`; SIGTERM shuts it
        down.
        """),

    /** Kubernetes' own elector. */
    CLIENT_GO("client-go", "", "k8s.io/client-go", """
        Its example `leader-election`. `ReleaseOnCancel`: "you must ensure all code guarded by this lease
        has successfully completed prior to cancelling the context"; so SIGTERM ends the work first. After a
        lost term the process exits, as in the example, and is started again before the next round.
        """),

    /** Its next version, with write gate and recovery. */
    CLIENT_GO_NEXT("client-go-next", "", "k8s.io/client-go", """
        The same with `Recovery` and `WriteGate` (KEP-6361, alpha): "With Recovery, OnStoppedLeading is
        still called at that point, but Run keeps going"; "write requests made through clients wrapped with
        WriteGate are rejected". The work writes through such a client.
        """),

    /** The Java client of Kubernetes. */
    CLIENT_JAVA("client-java", "clientjava.ClientJavaCandidate", "client-java-extended", """
        Its `LeaderElectionExample` over a Lease. After a lost term "the caller is responsible for
        explicitly invoking the run method again". SIGTERM calls `close()`: "free the lock so that other
        candidates can take it immediately"; then the work is waited for.
        """),

    /** The other Java client. */
    FABRIC8("fabric8", "fabric8.Fabric8Candidate", "kubernetes-client-api", """
        Its `LeaderElectionExample` with `releaseOnCancel`. "The future may be cancelled to stop the leader
        elector": SIGTERM does so, then the work is waited for. "May only be run once, please create another
        instance": a lost term does.
        """);

    private static final Path CANDIDATES =
            Path.of("..", "candidates").toAbsolutePath().normalize();

    private final String folder;
    private final String main;
    private final String library;
    private final String usage;

    Contender(String folder, String main, String library, String usage) {
        this.folder = folder;
        this.main = main;
        this.library = library;
        this.usage = usage.replace('\n', ' ').strip();
    }

    /** How it is run, with the words of its documentation. */
    String usage() {
        return usage;
    }

    /** Its name in tables and files. */
    String label() {
        return folder;
    }

    /** Whether a write of its leader carries a fencing token. */
    boolean isFenced() {
        return this == OURS;
    }

    /** The version of the library, as the build resolved it. */
    String version() {
        String file = read(main.isEmpty() ? goModule().resolve("go.mod") : classPathFile());
        Pattern pattern = Pattern.compile(
                main.isEmpty() ? Pattern.quote(library) + " v(\\S+)" : Pattern.quote(library) + "-(\\d[^/:]*?)\\.jar");
        Matcher version = pattern.matcher(file);
        return version.find() ? version.group(1) : "this commit";
    }

    /**
     * The command that starts a candidate.
     *
     * @throws MissingPrerequisiteException if its program cannot be built here
     */
    List<String> command() throws MissingPrerequisiteException {
        if (main.isEmpty()) {
            return List.of(GoModule.in(goModule()).program().toString());
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                read(classPathFile()).strip()
                        + File.pathSeparator
                        + CANDIDATES.resolve(folder).resolve("target/classes"),
                "io.leaderelection.candidate." + main);
    }

    private Path goModule() {
        return CANDIDATES.resolve(folder);
    }

    private Path classPathFile() {
        return CANDIDATES.resolve(folder).resolve("target/class-path.txt");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("Run with -am: Maven writes " + file + " before", failure);
        }
    }
}
