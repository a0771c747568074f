package io.leaderelection.it.scenario;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.leaderelection.it.apiserver.Awaiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which shards came to whom and when, by what the listeners of some processes were told. */
public final class ShardMoves {

    /** Nothing has moved for so long: more than a move takes. */
    private static final Duration REST = Duration.ofSeconds(1);

    /** What was granted and revoked, in the order of time. */
    private final List<HistoryLine> news;

    /**
     * @param lines histories of these processes
     */
    public ShardMoves(Collection<HistoryLine> lines) {
        news = lines.stream()
                .filter(HistoryLine::isOfShard)
                .filter(line -> line.is("granted") || line.is("revoked"))
                .sorted(Comparator.comparingLong(HistoryLine::nanos))
                .toList();
    }

    static ShardMoves of(List<Replica> replicas) {
        return new ShardMoves(
                replicas.stream().flatMap(replica -> replica.lines().stream()).toList());
    }

    /** Waits until these members own all shards, each at least one, and nothing moves any more. */
    static void awaitRest(int shards, List<Replica> members) {
        Awaiting.until(
                "rest of %s shards among %s".formatted(shards, members),
                Scene.PATIENCE,
                () -> of(members).areAtRest(shards, members.size()),
                () -> members.stream().map(Replica::log).toList());
    }

    /** Whether so many processes own all shards, each at least one, and nothing has moved for a while. */
    public boolean areAtRest(int shards, int members) {
        Collection<Set<String>> shares = shares().values();
        return shares.size() == members
                && shares.stream().mapToInt(Set::size).sum() == shards
                && System.nanoTime() - news.get(news.size() - 1).nanos() > REST.toNanos();
    }

    /** The elections of the shards that each process owns, or owned when it was killed; by nonce, without who owns none. */
    public Map<String, Set<String>> shares() {
        Map<String, Set<String>> shares = new TreeMap<>();
        for (HistoryLine line : news) {
            Set<String> share = shares.computeIfAbsent(line.nonce(), process -> new TreeSet<>());
            if (line.is("granted")) {
                share.add(line.election());
            } else {
                share.remove(line.election());
            }
        }
        shares.values().removeIf(Set::isEmpty);
        return shares;
    }

    /** By how many shards the largest share is larger than the smallest. */
    public int imbalance() {
        List<Integer> sizes = shares().values().stream().map(Set::size).sorted().toList();
        return sizes.get(sizes.size() - 1) - sizes.get(0);
    }

    /** For each grant since, by whom a shard was taken over that was revoked since: the time between the two. */
    public List<Long> pauses(long since) {
        List<Long> pauses = new ArrayList<>();
        for (List<HistoryLine> shard :
                since(since).collect(groupingBy(HistoryLine::election)).values()) {
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

    /** All grants since. */
    public List<HistoryLine> grants(long since) {
        return since(since).filter(line -> line.is("granted")).toList();
    }

    /** How often each shard was granted since, without those that were not; by election. */
    public Map<String, Long> moves(long since) {
        return grants(since).stream().collect(groupingBy(HistoryLine::election, TreeMap::new, counting()));
    }

    /** When each shard was granted for the first time since, without those that were not; by election. */
    Map<String, Long> firstGrants(long since) {
        return grants(since).stream().collect(toMap(HistoryLine::election, HistoryLine::nanos, Math::min));
    }

    private Stream<HistoryLine> since(long nanos) {
        return news.stream().filter(line -> line.nanos() > nanos);
    }
}
