package io.leaderelection.it.scenario;

import io.leaderelection.it.apiserver.AuditLog;
import io.leaderelection.it.apiserver.AuditedRequest;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.LeaseHistory;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The figures of {@code docs/measurements.md} about groups of real processes. Each run has a scene of its own, whose histories
 * stay short: who reads long ones takes time from those who are measured. Not part of the tests: it judges nothing but
 * safety.
 */
@RealApiServer
@EnabledIfSystemProperty(named = "measure", matches = "true")
class ShardMeasurement {

    private static final int RUNS = Integer.getInteger("measure.runs", 5);
    private static final Duration STEADY = Duration.ofMinutes(Integer.getInteger("measure.minutes", 2));
    private static final int SHARDS = 64;

    /** The shortest that a readiness probe can have. */
    private static final Duration PROBE_PERIOD = Duration.ofSeconds(1);

    /** The lease duration of {@link Scene#SHORT}. */
    private static final Duration LEASE_DURATION = Duration.ofSeconds(3);

    private static final List<String> THREE = List.of("one", "two", "three");

    private static final String AT_ONCE = "--leader.election.groups.orders.rebalance-delay=0s";

    /** Else the sample's own election would have a lease beside the group's. */
    private static final String CARRIED = "--leader.election.group=orders";

    private final ApiServer server;

    @TempDir
    private Path directory;

    ShardMeasurement(ApiServer server) {
        this.server = server;
    }

    @Test
    void membersJoinLeaveAndDie() throws Exception {
        Figures joined = new Figures("Kubernetes: a member joins, time without owner of each moved shard");
        Figures left = new Figures("Kubernetes: SIGTERM, time without owner of each moved shard");
        Figures died = new Figures("Kubernetes: kill -9, the last shard granted later than last renewal + L");
        List<List<Integer>> imbalances = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            imbalances.add(run("run-" + run, joined, left, died));
        }
        joined.printTail();
        left.printTail();
        died.print();
        System.out.printf(
                "MEASURED | largest share minus smallest, after start, join, SIGTERM and kill | %s |%n", imbalances);
    }

    private List<Integer> run(String name, Figures joined, Figures left, Figures died) throws Exception {
        List<Integer> imbalance = new ArrayList<>();
        Path own = Files.createDirectory(directory.resolve(name));
        try (Scene scene = new Scene(
                server, own, Scene.SHORT, SharedGroup.options(SHARDS, AT_ONCE, CARRIED, "--sample.interval=1s"))) {
            SharedGroup group = new SharedGroup(scene, SHARDS);
            List<Replica> members = startThree(scene);
            imbalance.add(rest(members));

            long started = System.nanoTime();
            members.add(scene.start("four"));
            imbalance.add(rest(members));
            ShardMoves.of(members).pauses(started).forEach(joined::add);

            long signalled = System.nanoTime();
            terminate(members.remove(0));
            imbalance.add(rest(members));
            ShardMoves.of(scene.replicas()).pauses(signalled).forEach(left::add);

            died.add(lastGrantAfterKill(scene, members));
            imbalance.add(rest(members));
            group.assertSafe(own);
        }
        return imbalance;
    }

    private static List<Replica> startThree(Scene scene) {
        List<Replica> members = new ArrayList<>();
        THREE.forEach(replica -> members.add(scene.start(replica)));
        return members;
    }

    private static int rest(List<Replica> members) {
        ShardMoves.awaitRest(SHARDS, members);
        return ShardMoves.of(members).imbalance();
    }

    private static void terminate(Replica replica) throws Exception {
        replica.process().terminate();
        replica.process().awaitEnd(Scene.PATIENCE);
    }

    /** Kills the first member just after it has renewed its seat; how much later than the end of its lease all its shards are owned. */
    private static long lastGrantAfterKill(Scene scene, List<Replica> members) throws Exception {
        Replica victim = members.remove(0);
        try (LeaseHistory seat = seatOf(victim, scene)) {
            long begun = System.nanoTime();
            Predicate<LeaseHistory.Entry> renewal = entry -> entry.holder().equals(victim.name());
            seat.await(entry -> entry.nanos() > begun && renewal.test(entry), Scene.PATIENCE);
            victim.process().kill();
            long killed = System.nanoTime();
            long granted = allGranted(owned(victim), members, killed);
            long renewed = seat.entries().stream()
                    .filter(renewal)
                    .mapToLong(LeaseHistory.Entry::sent)
                    .max()
                    .orElseThrow();
            return granted - renewed - LEASE_DURATION.toNanos();
        }
    }

    /** The elections of the shards that this one owns, or owned when it was killed. */
    private static Set<String> owned(Replica replica) {
        return ShardMoves.of(List.of(replica)).shares().values().iterator().next();
    }

    /** When the last of these shards was granted for the first time since. */
    private static long allGranted(Set<String> shards, List<Replica> replicas, long since) {
        Awaiting.until(
                "grants of " + shards,
                Scene.PATIENCE,
                () -> ShardMoves.of(replicas).firstGrants(since).keySet().containsAll(shards));
        Map<String, Long> granted = ShardMoves.of(replicas).firstGrants(since);
        return shards.stream().mapToLong(granted::get).max().orElseThrow();
    }

    private static LeaseHistory seatOf(Replica member, Scene scene) {
        String seat = SharedGroup.seats()
                .filter(each -> scene.leases().holder(each).equals(member.name()))
                .findFirst()
                .orElseThrow();
        return scene.leases().history(seat);
    }

    @Test
    void membersDieOverFiles() throws IOException {
        Figures afterKill = new Figures("Files: kill -9 to the grant of the last shard");
        for (int run = 0; run < RUNS; run++) {
            Path own = Files.createDirectory(directory.resolve("files-" + run));
            List<String> options = new ArrayList<>(List.of(SharedGroup.options(SHARDS, AT_ONCE, CARRIED)));
            options.add("--spring.application.name=sample");
            options.add("--leader.election.backend=file");
            options.add("--leader.election.file.directory=" + own.resolve("leases"));
            options.add("--sample.interval=1s");
            List<Replica> replicas = new ArrayList<>();
            try {
                for (String replica : THREE) {
                    replicas.add(Replica.start(replica, own, own, options));
                }
                ShardMoves.awaitRest(SHARDS, replicas);
                Set<String> shards = owned(replicas.get(0));
                long killed = System.nanoTime();
                replicas.get(0).process().kill();
                afterKill.add(allGranted(shards, replicas, killed) - killed);
            } finally {
                replicas.forEach(Replica::close);
            }
        }
        afterKill.print();
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1_000, 4_096})
    void requestsPerMinute(int shards) throws Exception {
        Path own = Files.createDirectory(directory.resolve("shards-" + shards));
        try (Scene scene = new Scene(
                server, own, Scene.DEFAULT, SharedGroup.options(shards, AT_ONCE, CARRIED, "--sample.interval=1h"))) {
            new SharedGroup(scene, shards);
            List<Replica> members = startThree(scene);
            ShardMoves.awaitRest(shards, members);
            Awaiting.pass(Duration.ofSeconds(20)); // what belongs to the start is over
            Instant begin = Instant.now();
            Awaiting.pass(STEADY);
            Instant end = Instant.now();
            List<AuditedRequest> requests = AuditLog.of(server)
                    .requests(request ->
                            request.user().equals(scene.account().userName()) && request.arrivedBetween(begin, end));
            double minutes = members.size() * Duration.between(begin, end).toMillis() / 60_000.0;
            System.out.printf(
                    "MEASURED | %d shards, %d members: requests of a member per minute | %.1f | %s |%n",
                    shards, members.size(), without(requests, "watch") / minutes, byKind(requests));
        }
    }

    private static long without(List<AuditedRequest> requests, String verb) {
        return requests.stream().filter(request -> !request.verb().equals(verb)).count();
    }

    /** How many there were of each kind, all members together. */
    private static Map<String, Long> byKind(List<AuditedRequest> requests) {
        return AuditLog.counts(
                requests, request -> request.verb() + " of " + request.name().replaceAll("\\d+", "N"));
    }

    /** As a Deployment does it with {@code maxSurge: 1} and {@code maxUnavailable: 0}. */
    @ParameterizedTest
    @ValueSource(strings = {"0s", "5s"})
    void rollingUpdates(String rebalanceDelay) throws Exception {
        List<List<Long>> moves = new ArrayList<>();
        List<Integer> imbalances = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            Path own = Files.createDirectory(directory.resolve("update-" + rebalanceDelay + "-" + run));
            String[] options = SharedGroup.options(
                    SHARDS,
                    "--leader.election.groups.orders.rebalance-delay=" + rebalanceDelay,
                    CARRIED,
                    "--sample.interval=1s");
            try (Scene scene = new Scene(server, own, Scene.SHORT, options)) {
                SharedGroup group = new SharedGroup(scene, SHARDS);
                List<Replica> old = start(scene, "old");
                rest(old);
                long begun = System.nanoTime();
                List<Replica> members = update(scene, old);
                imbalances.add(rest(members));
                moves.add(
                        List.copyOf(ShardMoves.of(scene.replicas()).moves(begun).values()));
                group.assertSafe(own);
            }
        }
        print(rebalanceDelay, moves, imbalances);
    }

    private static List<Replica> start(Scene scene, String revision) {
        return Stream.of("one", "two", "three", "four")
                .map(name -> scene.start(revision + "-" + name, "--leader.election.revision=" + revision))
                .toList();
    }

    private static List<Replica> update(Scene scene, List<Replica> old) throws Exception {
        List<Replica> members = new ArrayList<>();
        for (Replica each : old) {
            Replica fresh = scene.start("new-for-" + each.name(), "--leader.election.revision=new");
            fresh.awaitStart();
            Awaiting.pass(PROBE_PERIOD);
            members.add(fresh);
            terminate(each);
        }
        return members;
    }

    private static void print(String rebalanceDelay, List<List<Long>> moves, List<Integer> imbalances) {
        List<Long> all = moves.stream().flatMap(List::stream).toList();
        System.out.printf(
                "MEASURED | rolling update of 4, rebalance-delay %s, %d runs: shards by how often they moved | %s |"
                        + " largest share minus smallest | %s |%n",
                rebalanceDelay,
                moves.size(),
                all.stream().collect(Collectors.groupingBy(count -> count, TreeMap::new, Collectors.counting())),
                imbalances);
    }
}
