package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** Tests for {@link ClientPreload}: who needs the classes of the Kubernetes client. */
class ClientPreloadTests {

    private final MockEnvironment properties = new MockEnvironment();

    @TempDir
    private Path serviceAccount;

    @Test
    void anElectionInKubernetesNeedsThem() {
        properties.setProperty("leader.election.backend", "kubernetes");
        assertThat(isWanted()).isTrue();
    }

    @Test
    void aPodNeedsThemUnlessItIsToldOtherwise() throws IOException {
        assertThat(isWanted()).isFalse();
        Files.writeString(serviceAccount.resolve("token"), "a.b.c");
        assertThat(isWanted()).isTrue();
        properties.setProperty("leader.election.backend", "file");
        assertThat(isWanted()).isFalse();
    }

    @Test
    void anElectionThatIsSwitchedOffDoesNot() {
        properties.setProperty("leader.election.backend", "kubernetes");
        properties.setProperty("leader.election.enabled", "false");
        assertThat(isWanted()).isFalse();
    }

    /** The application is told of it later, by whoever reports configuration. */
    @Test
    void whatCannotBeResolvedEndsNothing() {
        properties.setProperty("leader.election.backend", "${missing}");
        assertThat(isWanted()).isFalse();
    }

    private boolean isWanted() {
        return ClientPreload.isWanted(properties, new PodInfo(Map.of(), serviceAccount));
    }
}
