package io.leaderelection.it.scenario;

import static java.util.stream.Collectors.groupingBy;

import io.leaderelection.it.apiserver.Awaiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which shards came to whom and when, by what the listeners of each replica were told. */
final class ShardMoves {

    /** Nothing has moved for so long: more than a move takes. */
    private static final Duration REST = Duration.ofSeconds(1);

    private ShardMoves() {}

    /** Waits until these members own all shards, each at least one, and nothing moves any more. */
    static void awaitRest(int shards, List<Replica> members) {
        Awaiting.until(
                "rest of %s shards among %s".formatted(shards, members),
                Scene.PATIENCE,
                () -> isAtRest(shards, members),
                () -> members.stream().map(Replica::log).toList());
    }

    private static boolean isAtRest(int shards, List<Replica> members) {
        long latest = news(members).mapToLong(HistoryLine::nanos).max().orElse(0);
        List<Integer> sizes = sizes(members);
        int owned = sizes.stream().mapToInt(size -> size).sum();
        return owned == shards && sizes.get(0) > 0 && System.nanoTime() - latest > REST.toNanos();
    }

    /** The elections of the shards that a replica owns, or owned when it was killed. */
    static Set<String> owned(Replica replica) {
        Set<String> owned = new TreeSet<>();
        news(List.of(replica)).forEach(line -> {
            if (line.is("granted")) {
                owned.add(line.election());
            } else {
                owned.remove(line.election());
            }
        });
        return owned;
    }

    /** By how many shards the largest share is larger than the smallest. */
    static int imbalance(List<Replica> members) {
        List<Integer> sizes = sizes(members);
        return sizes.get(sizes.size() - 1) - sizes.get(0);
    }

    /** How many shards each has, the fewest first. */
    private static List<Integer> sizes(List<Replica> members) {
        return members.stream().map(member -> owned(member).size()).sorted().toList();
    }

    /** For each grant since, by whom a shard was taken over that was revoked since: the time between the two. */
    static List<Long> pauses(List<Replica> replicas, long since) {
        List<Long> pauses = new ArrayList<>();
        for (List<HistoryLine> shard : byShard(replicas, since).values()) {
            HistoryLine before = null;
            for (HistoryLine line : shard) {
                if (line.is("granted") && before != null && before.is("revoked")) {
                    pauses.add(line.nanos() - before.nanos());
                }
                before = line;
            }
        }
        return pauses;
    }

    /** How often each shard was granted since, in no order. */
    static List<Long> grants(List<Replica> replicas, long since) {
        return byShard(replicas, since).values().stream()
                .map(lines -> lines.stream().filter(line -> line.is("granted")).count())
                .toList();
    }

    /** When the last of these shards was granted for the first time since. */
    static long allGranted(Set<String> shards, List<Replica> replicas, long since) {
        Map<String, Long> first = new HashMap<>();
        Awaiting.until("grants of " + shards, Scene.PATIENCE, () -> {
            news(replicas)
                    .filter(line -> line.is("granted") && line.nanos() > since)
                    .forEach(line -> first.merge(line.election(), line.nanos(), Math::min));
            return first.keySet().containsAll(shards);
        });
        return shards.stream().mapToLong(first::get).max().orElseThrow();
    }

    private static Map<String, List<HistoryLine>> byShard(List<Replica> replicas, long since) {
        return news(replicas)
                .filter(line -> line.nanos() > since)
                .sorted(Comparator.comparingLong(HistoryLine::nanos))
                .collect(groupingBy(HistoryLine::election));
    }

    private static Stream<HistoryLine> news(List<Replica> replicas) {
        return replicas.stream().flatMap(SharedGroup::lines).filter(line -> line.is("granted") || line.is("revoked"));
    }
}
