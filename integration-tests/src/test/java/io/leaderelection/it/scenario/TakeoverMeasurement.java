package io.leaderelection.it.scenario;

import com.google.gson.JsonObject;
import io.leaderelection.it.apiserver.Account;
import io.leaderelection.it.apiserver.AuditLog;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.LeaseHistory;
import io.leaderelection.it.apiserver.Leases;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The figures of {@code docs/measurements.md} about real processes. Not part of the tests: it judges nothing. */
@RealApiServer
@EnabledIfSystemProperty(named = "measure", matches = "true")
class TakeoverMeasurement {

    private static final int RUNS = Integer.getInteger("measure.runs", 20);

    private final ApiServer server;

    @TempDir
    private Path directory;

    TakeoverMeasurement(ApiServer server) {
        this.server = server;
    }

    @Test
    void handOverAfterSigterm() throws Exception {
        Figures fromRelease = new Figures("Kubernetes: release sent, to the successor's grant");
        Figures fromSignal = new Figures("Kubernetes: SIGTERM to the successor's grant");
        Figures floor =
                new Figures("Kubernetes: the floor, one release, its watch event and one takeover by a bare client");
        try (Scene scene = new Scene(server, directory, Scene.SHORT)) {
            scene.startThree();
            for (int run = 0; run < RUNS; run++) {
                Replica first = settledLeader(scene);
                try (LeaseHistory lease = scene.leases().history(Scene.LEASE)) {
                    long signalled = System.nanoTime();
                    first.process().terminate();
                    long granted = nextGrant(scene, signalled);
                    long released = lease.await(
                                    entry -> entry.nanos() > signalled
                                            && entry.holder().isEmpty(),
                                    Scene.PATIENCE)
                            .nanos();
                    fromRelease.add(granted - released);
                    fromSignal.add(granted - signalled);
                }
                first.process().awaitEnd(Scene.PATIENCE);
                floor.add(bareHandOver(scene.leases()));
                scene.start("next-" + run);
            }
            scene.assertSafe();
        }
        fromRelease.print(Plot.TAKEOVERS, "SIGTERM on Kubernetes: from the release");
        fromSignal.print(Plot.TAKEOVERS, "SIGTERM on Kubernetes: from the signal");
        floor.print();
    }

    /** What no elector can do without, by a client that does nothing else: it gives a Lease back, hears of that, takes it. */
    private static long bareHandOver(Leases leases) throws InterruptedException {
        JsonObject held =
                leases.put("bare", leases.of("bare", "first", 15)).ok().json();
        try (LeaseHistory history = leases.history("bare")) {
            history.await(entry -> entry.holder().equals("first"), Scene.PATIENCE);
            long begun = System.nanoTime();
            held.getAsJsonObject("spec").addProperty("holderIdentity", "");
            leases.put("bare", held).ok();
            JsonObject released = history.await(entry -> entry.holder().isEmpty(), Scene.PATIENCE)
                    .lease();
            released.getAsJsonObject("spec").addProperty("holderIdentity", "second");
            leases.put("bare", released).ok();
            return System.nanoTime() - begun;
        } finally {
            leases.delete("bare").ok();
        }
    }

    @Test
    void takeoverAfterKill() throws Exception {
        Figures afterExpiry = new Figures("Kubernetes: kill -9, the successor's grant later than last renewal + L");
        try (Scene scene = new Scene(server, directory, Scene.SHORT)) {
            scene.startThree();
            for (int run = 0; run < RUNS; run++) {
                Replica first = settledLeader(scene);
                try (LeaseHistory lease = scene.leases().history(Scene.LEASE)) {
                    long begun = System.nanoTime();
                    lease.await(entry -> entry.nanos() > begun && entry.holder().equals(first.name()), Scene.PATIENCE);
                    first.process().kill();
                    long killed = System.nanoTime();
                    long granted = nextGrant(scene, killed);
                    long renewed = lease.entries().stream()
                            .filter(entry -> entry.holder().equals(first.name()))
                            .mapToLong(LeaseHistory.Entry::sent)
                            .max()
                            .orElseThrow();
                    afterExpiry.add(granted - renewed - Duration.ofSeconds(3).toNanos());
                }
                scene.start("next-" + run);
            }
            scene.assertSafe();
        }
        afterExpiry.print(Plot.TAKEOVERS, "kill -9 on Kubernetes: beyond the lease");
    }

    @Test
    void takeoverAfterKillOverFiles() throws Exception {
        Figures afterKill = new Figures("Files: kill -9 to the successor's grant");
        List<String> options = List.of(
                "--spring.application.name=sample",
                "--leader.election.backend=file",
                "--leader.election.file.directory=" + directory.resolve("leases"),
                "--sample.interval=100ms");
        List<Replica> replicas = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                replicas.add(Replica.start("start-" + i, directory, directory, options));
            }
            for (int run = 0; run < RUNS; run++) {
                Replica leader = leaderOf(replicas);
                List<Replica> standbys =
                        replicas.stream().filter(each -> each != leader).toList();
                standbys.forEach(each -> each.await("its start", line -> line.is("started")));
                awaitCampaigning(standbys);
                long killed = System.nanoTime();
                leader.process().kill();
                Awaiting.until("a successor", Scene.PATIENCE, () -> grantAfter(standbys, killed) != null);
                afterKill.add(grantAfter(standbys, killed) - killed);
                replicas.remove(leader);
                replicas.add(Replica.start("next-" + run, directory, directory, options));
            }
        } finally {
            replicas.forEach(Replica::close);
        }
        afterKill.print(Plot.TAKEOVERS, "kill -9 over files: from the kill");
    }

    @Test
    void requestsPerMinute() throws Exception {
        Files.createDirectories(directory);
        TestNamespace namespace = server.newNamespace("requests");
        Account leading = Account.in(namespace, "leading").may(Scene.allRights());
        Account following = Account.in(namespace, "following").may(Scene.allRights());
        List<String> options = List.of(
                "--spring.application.name=" + Scene.LEASE,
                "--leader.election.backend=kubernetes",
                "--leader.election.kubernetes.namespace=" + namespace.name());
        try (Replica leader = Replica.start("leader", directory, leading.kubeconfig(), options)) {
            leader.await("its grant", line -> line.is("granted"));
            try (Replica standby = Replica.start("standby", directory, following.kubeconfig(), options)) {
                awaitCampaigning(List.of(standby));
                Instant begin = Instant.now();
                long start = System.nanoTime();
                leader.await(
                        "two minutes",
                        line -> line.nanos() - start > Duration.ofMinutes(2).toNanos(),
                        Duration.ofMinutes(3));
                print("leader", leading, begin);
                print("standby", following, begin);
            }
        } finally {
            namespace.close();
        }
    }

    private void print(String who, Account account, Instant begin) {
        List<Double> requests = AuditLog.of(server)
                .requests(request -> request.user().equals(account.userName())
                        && request.received().isAfter(begin))
                .stream()
                .filter(request -> !request.verb().equals("watch"))
                .map(request -> Duration.between(begin, request.received()).toMillis() / 1e3)
                .toList();
        Plot.REQUESTS.keep(who, requests);
        double minutes = Duration.between(begin, Instant.now()).toMillis() / 60_000.0;
        System.out.printf(
                "MEASURED | Kubernetes: requests of a %s besides its watch, default timings | %.1f per minute |%n",
                who, requests.size() / minutes);
    }

    /** A leader, with all replicas that run campaigning. */
    private static Replica settledLeader(Scene scene) {
        List<Replica> alive = scene.replicas().stream()
                .filter(replica -> replica.process().isAlive())
                .toList();
        Replica leader = leaderOf(alive);
        awaitCampaigning(alive);
        return leader;
    }

    private static void awaitCampaigning(List<Replica> replicas) {
        Awaiting.until(
                "all replicas know a leader",
                Scene.PATIENCE,
                () -> replicas.stream().allMatch(replica -> replica.log().contains("new leader elected")));
    }

    private static long nextGrant(Scene scene, long since) {
        Awaiting.until("a grant", Scene.PATIENCE, () -> grantAfter(scene.replicas(), since) != null);
        return grantAfter(scene.replicas(), since);
    }

    private static @Nullable Long grantAfter(List<Replica> replicas, long since) {
        return replicas.stream()
                .flatMap(replica -> replica.lines().stream())
                .filter(line -> line.is("granted") && line.nanos() > since)
                .map(HistoryLine::nanos)
                .min(Long::compare)
                .orElse(null);
    }

    private static Replica leaderOf(List<Replica> replicas) {
        Awaiting.until("a leader", Scene.PATIENCE, () -> replicas.stream().anyMatch(Replica::leads));
        return replicas.stream().filter(Replica::leads).findFirst().orElseThrow();
    }
}
