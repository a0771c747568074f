package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRightsTests {

    private static final List<String> ALLOWED = List.of("true");

    /** How {@code .ci/run} knows a machine that can host no node from one on which something is missing. */
    private static final String CANNOT = "cannot: ";

    @TempDir
    private Path hierarchies;

    @BeforeEach
    void mountHierarchies() throws IOException {
        for (String name : List.of("cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "unified")) {
            Files.createFile(Files.createDirectory(hierarchies.resolve(name)).resolve("cgroup.procs"));
        }
        Files.createFile(hierarchies.resolve("unified/cgroup.controllers"));
    }

    @Test
    void allowedIsARootWithGroupsAndNamespacesAndNothingIsLeft() throws IOException {
        assertThatCode(new HostRights("root", hierarchies, ALLOWED)::check).doesNotThrowAnyException();

        try (var left = Files.walk(hierarchies)) {
            assertThat(left.filter(Files::isDirectory)).hasSize(8);
        }
    }

    @Test
    void anotherUserThanRootCannot() {
        assertThat(refusal(new HostRights("builder", hierarchies, ALLOWED)::check))
                .startsWith(CANNOT)
                .contains("root", "builder");
    }

    @Test
    void aMachineWithVersion2AloneCannot() throws IOException {
        Files.delete(hierarchies.resolve("freezer/cgroup.procs"));

        assertThat(refusal(new HostRights("root", hierarchies, ALLOWED)::check))
                .startsWith(CANNOT)
                .contains("version 1", "no freezer in " + hierarchies);
    }

    @Test
    void aMachineWhoseGroupsAreOnlyReadCannot() {
        assertThat(refusal(() -> HostRights.tryGroupIn(Path.of("/proc"))))
                .startsWith(CANNOT)
                .contains("/proc");
    }

    @Test
    void aMachineThatRefusesNamespacesCannot() {
        List<String> refused = List.of("sh", "-c", "echo unshare failed: Operation not permitted >&2; exit 1");

        assertThat(refusal(new HostRights("root", hierarchies, refused)::check))
                .startsWith(CANNOT)
                .contains("Operation not permitted");
    }

    @Test
    void aMissingProgramSaysNothingOfTheMachine() {
        assertThat(refusal(new HostRights("root", hierarchies, List.of("no-such-program"))::check))
                .isEqualTo("not on the PATH: no-such-program");
    }

    @Test
    void theScriptOfTheBuildKnowsHowTheseMessagesBegin() throws IOException {
        Path script = Path.of(System.getProperty("basedir", "."), "../.ci/run");

        assertThat(script).content().contains("'skipped (" + CANNOT + "'");
    }

    private static String refusal(ThrowingCallable check) {
        return catchThrowableOfType(NoNodeException.class, check).getMessage();
    }
}
