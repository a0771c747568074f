package io.leaderelection.it.scenario;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.LeaseHistory;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The figures of {@code docs/measurements.md} about rolling updates of three real processes, the leader always the first of
 * the old ones to be ended. Not part of the tests: it judges nothing.
 */
@RealApiServer
@EnabledIfSystemProperty(named = "measure", matches = "true")
class RollingUpdateMeasurement {

    private static final int RUNS = Integer.getInteger("measure.runs", 20);

    private final ApiServer server;

    @TempDir
    private Path directory;

    RollingUpdateMeasurement(ApiServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 200})
    void rollingUpdates(int graceMillis) throws Exception {
        Path own = Files.createDirectory(directory.resolve("grace-" + graceMillis));
        Figures toAnother = new Figures("release to grant, another revision, grace " + graceMillis + " ms");
        Figures toTheSame = new Figures("release to grant, the same revision, grace " + graceMillis + " ms");
        List<Integer> changes = new ArrayList<>();
        try (Scene scene =
                new Scene(server, own, Scene.DEFAULT, "--leader.election.revision-grace=" + graceMillis + "ms")) {
            List<Replica> old = start(scene, 0);
            for (int run = 1; run <= RUNS; run++) {
                changes.add(update(scene, old, run, toAnother, toTheSame));
                // Before the next update, a hand-over among equals.
                Replica leader = leaderOf(old);
                handOver(scene, leader, old, toTheSame, toTheSame);
                old.remove(leader);
                old.add(scene.start("run-" + run + "-again", "--leader.election.revision=r" + run));
                awaitCampaigning(old);
            }
            scene.assertSafe();
        }
        System.out.printf(
                "MEASURED | changes of leader in each rolling update, grace %d ms | %s |%n", graceMillis, changes);
        toAnother.print();
        toTheSame.print();
    }

    private static List<Replica> start(Scene scene, int run) {
        List<Replica> replicas = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            replicas.add(scene.start("run-" + run + "-" + i, "--leader.election.revision=r" + run));
        }
        leaderOf(replicas);
        awaitCampaigning(replicas);
        return replicas;
    }

    /** Replaces all replicas, one by one, and counts how often the leader changes. */
    private static int update(Scene scene, List<Replica> replicas, int run, Figures toAnother, Figures toTheSame)
            throws Exception {
        List<Replica> old = new ArrayList<>(replicas);
        int changes = 0;
        for (int i = 0; i < 3; i++) {
            replicas.add(scene.start("run-" + run + "-" + i, "--leader.election.revision=r" + run));
            awaitCampaigning(replicas);
            Replica leader = leaderOf(replicas);
            Replica next = old.contains(leader) ? leader : old.get(0);
            if (next == leader) {
                handOver(scene, leader, old, toTheSame, toAnother);
                changes++;
            } else {
                next.process().terminate();
                next.process().awaitEnd(Scene.PATIENCE);
            }
            old.remove(next);
            replicas.remove(next);
        }
        return changes;
    }

    /** Ends the leader; the time without one belongs to the one figure or to the other. */
    private static void handOver(
            Scene scene, Replica leader, List<Replica> ofItsRevision, Figures toItsRevision, Figures toAnother)
            throws Exception {
        try (LeaseHistory lease = scene.leases().history(Scene.LEASE)) {
            long signalled = System.nanoTime();
            leader.process().terminate();
            Awaiting.until(
                    "a successor",
                    Scene.PATIENCE,
                    () -> successor(scene, signalled).isPresent());
            Replica successor = successor(scene, signalled).orElseThrow();
            long released = lease.await(
                            entry -> entry.nanos() > signalled && entry.holder().isEmpty(), Scene.PATIENCE)
                    .nanos();
            long granted = successor
                    .await("its grant", line -> line.is("granted") && line.nanos() > signalled)
                    .nanos();
            (ofItsRevision.contains(successor) ? toItsRevision : toAnother).add(granted - released);
        }
        leader.process().awaitEnd(Scene.PATIENCE);
    }

    private static Optional<Replica> successor(Scene scene, long since) {
        return scene.replicas().stream()
                .filter(replica ->
                        replica.lines().stream().anyMatch(line -> line.is("granted") && line.nanos() > since))
                .findFirst();
    }

    private static void awaitCampaigning(List<Replica> replicas) {
        Awaiting.until(
                "all replicas know a leader",
                Scene.PATIENCE,
                () -> replicas.stream().allMatch(replica -> replica.log().contains("new leader elected")));
    }

    private static Replica leaderOf(List<Replica> replicas) {
        Awaiting.until("a leader", Scene.PATIENCE, () -> replicas.stream().anyMatch(Replica::leads));
        return replicas.stream().filter(Replica::leads).findFirst().orElseThrow();
    }
}
