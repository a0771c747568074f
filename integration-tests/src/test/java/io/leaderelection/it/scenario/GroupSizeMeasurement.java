package io.leaderelection.it.scenario;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElectionControl;
import io.leaderelection.LeaderElections;
import io.leaderelection.ShardGroup;
import io.leaderelection.ShardGroups;
import io.leaderelection.it.apiserver.Account;
import io.leaderelection.it.apiserver.AuditLog;
import io.leaderelection.it.apiserver.AuditedRequest;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.Permission;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The figures of {@code docs/measurements.md} about large groups, all in this JVM. Not part of the tests: it judges nothing. */
@RealApiServer
@EnabledIfSystemProperty(named = "measure", matches = "true")
class GroupSizeMeasurement {

    private static final Duration STEADY = Duration.ofMinutes(Integer.getInteger("measure.minutes", 2));
    private static final int MEMBERS = 32;
    private static final int SHARDS = 256;

    private final ApiServer server;
    private final TestNamespace namespace;

    GroupSizeMeasurement(ApiServer server) {
        this.server = server;
        namespace = server.newNamespace("size");
    }

    @AfterEach
    void deleteNamespace() {
        namespace.close();
    }

    @Test
    void manyMembersAtOnce() {
        List<ConfigurableApplicationContext> members = new ArrayList<>();
        try {
            for (int member = 0; member < MEMBERS; member++) {
                members.add(member(member));
            }
            List<ShardGroup> groups = members.stream()
                    .map(member -> member.getBean(ShardGroups.class).get("orders"))
                    .toList();
            Instant begin = Instant.now();
            groups.forEach(group -> LeaderElectionControl.of(group.election(0)).start());
            long seated = millisUntil(
                    "seats for all",
                    begin,
                    () -> groups.stream()
                            .allMatch(group -> group.seat().number().isPresent()));
            tell("seated", seated, begin);
            long even = millisUntil(
                    "even shares",
                    begin,
                    () -> groups.stream().allMatch(group -> group.owned().size() == SHARDS / MEMBERS));
            tell("even shares of %s".formatted(SHARDS), even, begin);
        } finally {
            members.forEach(ConfigurableApplicationContext::close);
        }
    }

    private ConfigurableApplicationContext member(int number) {
        String group = "leader.election.groups.orders.";
        return SmallApplication.start(
                namespace,
                account("member-" + number),
                Stream.of(
                        "leader.election.group=orders",
                        "leader.election.start=manual",
                        "leader.election.identity=member-" + number,
                        group + "shards=" + SHARDS,
                        group + "seats=" + MEMBERS,
                        group + "rebalance-delay=0s"));
    }

    private Account account(String name) {
        return Account.in(namespace, name).may(Permission.onLeases("get", "create", "update", "list", "watch"));
    }

    private static long millisUntil(String what, Instant begin, Callable<Boolean> condition) {
        Awaiting.until(what, Scene.PATIENCE, condition);
        return Duration.between(begin, Instant.now()).toMillis();
    }

    private void tell(String what, long millis, Instant begin) {
        List<AuditedRequest> requests = requestsSince(begin);
        List<Long> each = AuditLog.counts(requests, AuditedRequest::user).values().stream()
                .sorted()
                .toList();
        System.out.printf(
                "MEASURED | %s members at once: all %s | %s ms | requests of each: min %s, median %s, max %s | all: %s |%n",
                MEMBERS,
                what,
                millis,
                each.get(0),
                each.get(each.size() / 2),
                each.get(each.size() - 1),
                AuditLog.counts(requests, request -> request.verb() + " " + request.status()));
    }

    private List<AuditedRequest> requestsSince(Instant begin) {
        Instant now = Instant.now();
        return AuditLog.of(server)
                .requests(request -> request.user().startsWith("system:serviceaccount:" + namespace.name() + ":")
                        && request.arrivedBetween(begin, now));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000})
    void manyElectionsCarried(int elections) {
        long heapBefore = heap();
        Stream<String> carried = IntStream.range(1, elections)
                .mapToObj(election -> "leader.election.elections.e" + election + ".group=jobs");
        try (ConfigurableApplicationContext context = SmallApplication.start(
                namespace,
                account("carrier"),
                Stream.concat(
                        Stream.of("leader.election.group=jobs", "leader.election.groups.jobs.shards=64"), carried))) {
            LeaderElections all = context.getBean(LeaderElections.class);
            Awaiting.until(
                    "all elections won",
                    Scene.PATIENCE,
                    () -> all.all().size() == elections && all.all().stream().allMatch(LeaderElection::isLeader));
            Awaiting.pass(Duration.ofSeconds(20)); // what belongs to the start is over
            Instant begin = Instant.now();
            Awaiting.pass(STEADY);
            double minutes = Duration.between(begin, Instant.now()).toMillis() / 60_000.0;
            System.out.printf(
                    "MEASURED | %d elections carried by a group | %.1f requests per minute | threads %s | heap %.1f MB |%n",
                    elections,
                    requestsSince(begin).stream()
                                    .filter(request -> !request.verb().equals("watch"))
                                    .count()
                            / minutes,
                    threads(),
                    (heap() - heapBefore) / 1e6);
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("leader-election"))
                .count();
    }

    /** What is used after all garbage was collected. */
    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
