package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.Permission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The group {@code orders} of a scene's replicas, by what they and the ledgers tell of its shards. */
final class SharedGroup {

    static final int SEATS = 6;

    /** What was written within this time is still going on. */
    private static final Duration LATELY = Duration.ofSeconds(2);

    private final Scene scene;
    private final int shards;

    /** Lets the scene's replicas do what docs/shards.md asks for. */
    SharedGroup(Scene scene, int shards) {
        this.scene = scene;
        this.shards = shards;
        scene.account().may(rights());
    }

    /** Options of replicas that share so many shards, before these. */
    static String[] options(int shards, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--leader.election.groups.orders.shards=" + shards, "--leader.election.groups.orders.seats=" + SEATS));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** What docs/shards.md asks for, beside the rights of the default election: all by the names of leases. */
    private static Permission[] rights() {
        Stream<Permission> group = Stream.concat(Stream.of("orders-shards"), seats())
                .map(lease -> Permission.onLease(lease, "get", "create", "update", "list", "watch"));
        return Stream.concat(Stream.of(Scene.allRights()), group).toArray(Permission[]::new);
    }

    /** The leases of the seats. */
    static Stream<String> seats() {
        return IntStream.range(0, SEATS).mapToObj(seat -> "orders-seat-" + seat);
    }

    /** Waits until each of these members works on so many shards, and all together on all. */
    void awaitShares(int least, int most, Replica... members) {
        Awaiting.until(
                "shares of %s to %s for %s".formatted(least, most, List.of(members)),
                Scene.PATIENCE,
                () -> areShares(least, most, members),
                () -> shares(members) + "\n" + scene);
    }

    private boolean areShares(int least, int most, Replica... members) {
        for (Replica member : members) {
            assertThat(member.process().isAlive()).as(member::log).isTrue();
        }
        List<Set<String>> shares = shares(members);
        return shares.stream().allMatch(share -> share.size() >= least && share.size() <= most)
                && shares.stream().mapToInt(Set::size).sum() == shards;
    }

    private static List<Set<String>> shares(Replica... members) {
        return Stream.of(members)
                .map(member ->
                        worked(member).stream().map(HistoryLine::election).collect(Collectors.toSet()))
                .toList();
    }

    /** The calls of late of one replica. */
    static List<HistoryLine> worked(Replica replica) {
        long since = System.nanoTime() - LATELY.toNanos();
        return replica.lines().stream()
                .filter(line -> line.isOfShard() && line.is("enter") && line.nanos() > since)
                .toList();
    }

    /** By the histories of the processes and by the ledgers, shard by shard. */
    void assertSafe(Path directory) {
        List<HistoryLine> lines = scene.replicas().stream()
                .flatMap(replica -> replica.lines().stream())
                .toList();
        ShardWitnesses.assertSafe(shards, lines, directory, scene);
    }
}
