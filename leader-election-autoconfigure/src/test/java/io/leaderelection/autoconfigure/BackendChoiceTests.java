package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leaderelection.autoconfigure.ElectionProperties.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.ClassUtils;

@ExtendWith(OutputCaptureExtension.class)
class BackendChoiceTests {

    private static final Map<String, String> IN_CLUSTER = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1");

    @TempDir
    Path serviceAccount;

    @ParameterizedTest
    @EnumSource(names = {"KUBERNETES", "FILE", "MEMORY"})
    void whatIsConfiguredIsUsed(Backend backend) {
        assertThat(choice(IN_CLUSTER).choose(backend)).isEqualTo(backend);
    }

    @Test
    void kubernetesWhereATokenIsMounted() throws IOException {
        mountToken();

        assertThat(choice(IN_CLUSTER).choose(Backend.AUTO)).isEqualTo(Backend.KUBERNETES);
        assertThat(choice(Map.of()).choose(Backend.AUTO)).isEqualTo(Backend.KUBERNETES);
    }

    @Test
    void filesElsewhereWithOneWarning(CapturedOutput output) {
        BackendChoice choice = choice(Map.of());

        assertThat(choice.choose(Backend.AUTO)).isEqualTo(Backend.FILE);
        assertThat(choice.choose(Backend.AUTO)).isEqualTo(Backend.FILE);
        assertThat(output.toString().lines().filter(line -> line.contains("BackendChoice")))
                .singleElement()
                .asString()
                .contains("WARN", "one leader per machine");
    }

    @Test
    void aPodWithoutTokenIsRefused() {
        FailureAnalysis analysis = catchThrowableOfType(
                        InvalidElectionException.class, () -> choice(IN_CLUSTER).choose(Backend.AUTO))
                .analysis();

        assertThat(analysis.getDescription())
                .startsWith(
                        "leader.election.backend is 'auto' and KUBERNETES_SERVICE_HOST is set, but no service account"
                                + " token is mounted");
        assertThat(analysis.getAction())
                .isEqualTo("Mount the token (automountServiceAccountToken: true), or set leader.election.backend to"
                        + " kubernetes, file or memory.");
    }

    @Test
    void aPodWithoutClientLibraryIsRefused() throws IOException {
        mountToken();
        ClassLoader before = ClassUtils.overrideThreadContextClassLoader(new FilteredClassLoader("io.kubernetes"));
        try {
            FailureAnalysis analysis = catchThrowableOfType(
                            InvalidElectionException.class,
                            () -> choice(IN_CLUSTER).choose(Backend.AUTO))
                    .analysis();

            assertThat(analysis.getDescription())
                    .isEqualTo("leader.election.backend is 'auto' in a pod, but io.kubernetes:client-java is not on the"
                            + " class path");
            assertThat(analysis.getAction()).startsWith("Add the dependency io.kubernetes:client-java");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void kubernetesWhereThereAreConnectionDetails() {
        BackendChoice choice =
                new BackendChoice(new PodInfo(Map.of(), PodInfo.mounted(serviceAccount)), () -> true, true);

        assertThat(choice.choose(Backend.AUTO)).isEqualTo(Backend.KUBERNETES);
        assertThat(choice.choose(Backend.MEMORY)).isEqualTo(Backend.MEMORY);
    }

    @Test
    void memoryInATestWhereverItRuns(CapturedOutput output) throws IOException {
        mountToken();
        BackendChoice choice =
                new BackendChoice(new PodInfo(IN_CLUSTER, PodInfo.mounted(serviceAccount)), () -> false, true);

        assertThat(choice.choose(Backend.AUTO)).isEqualTo(Backend.MEMORY);
        assertThat(choice.choose(Backend.FILE)).isEqualTo(Backend.FILE);
        assertThat(output).contains("this is a test: electing in memory");
    }

    private void mountToken() throws IOException {
        Files.writeString(serviceAccount.resolve("token"), "token");
    }

    private BackendChoice choice(Map<String, String> variables) {
        return new BackendChoice(new PodInfo(variables, PodInfo.mounted(serviceAccount)), () -> false, false);
    }
}
