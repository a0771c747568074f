package io.leaderelection.it.deployment;

import io.leaderelection.test.apiserver.GoModule;
import io.leaderelection.test.apiserver.MissingPrerequisiteException;
import io.leaderelection.test.apiserver.TestNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** The real kubectl as a user who may do everything, in one namespace. */
public final class Kubectl {

    /** The repository's folder, where the documentation's commands are run. */
    static final Path PROJECT = Path.of(System.getProperty("basedir", "."))
            .toAbsolutePath()
            .normalize()
            .getParent();

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Path program = program();
    private final Path kubeconfig;
    private final Path home;

    /**
     * @param home where it may keep what it has learned of the server
     */
    Kubectl(TestNamespace namespace, Path home) {
        this.kubeconfig = namespace.kubeconfig();
        this.home = home;
    }

    /** Runs a command that must succeed without any warning, and returns what it printed. */
    String run(String... arguments) {
        return tell(arguments).ok().text().strip();
    }

    /** Runs a command that may fail. */
    Output tell(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return Output.of(inProject(new ProcessBuilder(command)), LONGEST);
    }

    /** The program, built if need be; skips the calling test if it cannot be. */
    public static Path program() {
        try {
            return GoModule.in(Path.of(System.getProperty("basedir", "."), "kubectl")
                            .toAbsolutePath())
                    .program();
        } catch (MissingPrerequisiteException failure) {
            throw new TestAbortedException("no kubectl: " + failure.getMessage(), failure);
        }
    }

    private ProcessBuilder inProject(ProcessBuilder builder) {
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("HOME", home.toString());
        return builder.directory(PROJECT.toFile());
    }
}
