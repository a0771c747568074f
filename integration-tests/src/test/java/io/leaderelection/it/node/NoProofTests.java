package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.clientgo.ClientGoElector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ended containers from which nobody may conclude that the leader is dead, though the Role is granted. */
@RealNode
class NoProofTests {

    private static final String GOSSIP = "{containers: [{name: gossip, image: \"" + NodeFolder.PAUSE_IMAGE
            + "\", imagePullPolicy: Never, command: [/keeper, tell, /shared/gossip],"
            + " terminationMessagePolicy: FallbackToLogsOnError, volumeMounts: [{name: shared, mountPath: /shared}]}]}";

    private final Node node;

    NoProofTests(Node node) {
        this.node = node;
    }

    @ParameterizedTest
    @ValueSource(strings = {"{shareProcessNamespace: true}", "{hostPID: true}"})
    void podsInWhichAContainersEndProvesNothing(String spec) {
        Manifest manifest = Manifest.kit("proof-of-death").quick().replicas(2).podSpec(spec);
        try (PodScene scene = new PodScene(node, manifest)) {
            PodFaults faults = scene.faults(scene.settle());

            long killed = faults.kill();

            scene.awaitGrantAtExpiry(killed, PodScene.QUICK_LEASE);
            scene.assertSafe();
        }
    }

    /** Another container of the pod prints what the Lease tells of the leader, and ends with that as its message. */
    @Test
    void containersWhoseMessagesMayBeTheEndOfALog() {
        Manifest manifest = Manifest.kit("proof-of-death")
                .replicas(2)
                .container("terminationMessagePolicy: FallbackToLogsOnError")
                .podSpec(GOSSIP);
        try (PodScene scene = new PodScene(node, manifest)) {
            String leader = scene.settle();
            PodFaults faults = scene.faults(leader);
            long told = System.nanoTime();

            String line = gossip(scene, leader);

            Awaiting.until(
                    "the line is reported",
                    PodScene.PATIENCE,
                    () -> scene.kubectl()
                            .run(
                                    "get",
                                    "pod",
                                    leader,
                                    "--output=jsonpath={.status.containerStatuses[*]['state','lastState']}")
                            .contains(line));
            long killed = faults.kill();
            assertThat(scene.grantsAfter(told).stream().filter(grant -> grant.nanos() < killed))
                    .as("taken over from a leader that lives")
                    .isEmpty();
            scene.awaitGrantAtExpiry(killed, PodScene.DEFAULT_LEASE);
            scene.assertSafe();
        }
    }

    private static String gossip(PodScene scene, String leader) {
        Matcher told = Pattern.compile("left its id, ([^,]+),").matcher(scene.log(leader));
        assertThat(told.find()).as("the leader's log tells its id").isTrue();
        String line = "leader-election " + told.group(1);
        try {
            Path file = Files.writeString(scene.shared().resolve("gossip"), line + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line;
    }

    @Test
    void theDeathOfAFormerHolderWhoseSealAnotherElectorHasCarriedOn() throws Exception {
        Manifest manifest = Manifest.kit("proof-of-death").quick().replicas(1).container("livenessProbe: null");
        try (PodScene scene = new PodScene(node, manifest)) {
            String former = scene.settle();
            PodFaults faults = scene.faults(former);
            faults.cutOff();
            try (ClientGoElector foreign = scene.startClientGo("foreign")) {
                foreign.await("started", PodScene.PATIENCE);
                assertThat(scene.kubectl().run("get", "lease", PodScene.NAME, "--output=yaml"))
                        .as("the seal of the former holder is still there")
                        .contains("leader-election.io/");

                long killed = faults.kill();
                scene.kubectl().run("scale", "deployment/" + PodScene.NAME, "--replicas=2");

                Awaiting.until("the death is reported", PodScene.PATIENCE, () -> scene.restarts(former) > 0);
                Awaiting.until(
                        "the standby follows the other elector",
                        PodScene.PATIENCE,
                        () -> scene.podNames().stream()
                                .anyMatch(pod ->
                                        !pod.equals(former) && scene.log(pod).contains("elected: 'foreign'")));
                Awaiting.until(
                        "longer than a takeover takes",
                        PodScene.PATIENCE,
                        () -> System.nanoTime() - killed > Duration.ofSeconds(8).toNanos());
                assertThat(scene.holder()).isEqualTo("foreign");
                assertThat(scene.grantsAfter(killed)).isEmpty();
            }
            scene.assertSafe();
        }
    }
}
