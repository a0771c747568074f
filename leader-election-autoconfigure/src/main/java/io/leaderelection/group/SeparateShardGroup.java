package io.leaderelection.group;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderWorker;
import io.leaderelection.Leadership;
import io.leaderelection.Seat;
import io.leaderelection.Shard;
import io.leaderelection.ShardGroup;
import io.leaderelection.ShardOwner;
import io.leaderelection.gate.GatedElection;
import io.leaderelection.gate.Participation;
import io.leaderelection.gate.Term;
import io.leaderelection.status.GroupStatus;
import io.leaderelection.status.GroupStatusSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A group whose shards are elections of their own: where elections are switched off, and where a test says what is owned.
 * Nothing is shared with other instances, so that this one has seat 0 while it owns a shard.
 */
public final class SeparateShardGroup implements ShardGroup, Participation, GroupStatusSource {

    private final String name;
    private final ToIntFunction<String> hash;
    private final List<? extends GatedElection> elections;

    /**
     * @param hash from keys to numbers, which are taken unsigned, modulo the number of shards
     * @param elections the elections of the shards, by number
     */
    public SeparateShardGroup(String name, ToIntFunction<String> hash, List<? extends GatedElection> elections) {
        this.name = name;
        this.hash = hash;
        this.elections = List.copyOf(elections);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int shards() {
        return elections.size();
    }

    @Override
    public int shardOf(String key) {
        return Integer.remainderUnsigned(hash.applyAsInt(key), elections.size());
    }

    @Override
    public boolean owns(String key) {
        return elections.get(shardOf(key)).isLeader();
    }

    @Override
    public List<Integer> owned() {
        return IntStream.range(0, elections.size())
                .filter(shard -> elections.get(shard).isLeader())
                .boxed()
                .toList();
    }

    @Override
    public Optional<ShardOwner> ownerOf(int shard) {
        Leadership known = election(shard).leadership();
        return Optional.ofNullable(known.leaderIdentity())
                .map(owner -> new Owner(owner, known.leaderAddress(), known.fencingToken()));
    }

    @Override
    public LeaderElection election(int shard) {
        if (shard < 0 || shard >= elections.size()) {
            throw new IllegalArgumentException(
                    "Group '%s' has the shards 0 to %s, and no shard %s".formatted(name, elections.size() - 1, shard));
        }
        return elections.get(shard);
    }

    @Override
    public LeaderWorker whileOwning(String worker, Consumer<? super Shard> work) {
        return ShardWorkers.start(this, worker, work);
    }

    @Override
    public Optional<Shard> current() {
        return OwnedShard.current(this);
    }

    @Override
    public Seat seat() {
        return new OnlySeat();
    }

    @Override
    public GroupStatus status() {
        List<Integer> owned = owned();
        Leadership any = elections.get(0).leadership();
        List<GroupStatus.Member> members =
                owned.isEmpty() ? List.of() : List.of(new GroupSnapshot.Seated(0, any.identity(), null, owned.size()));
        List<String> overdue = elections.stream()
                .flatMap(election -> election.status().overdueWork().stream())
                .toList();
        long unowned = elections.stream()
                .filter(election -> election.leadership().leaderIdentity() == null)
                .count();
        return new GroupSnapshot(
                name,
                takesPart(),
                shards(),
                seat().number(),
                false,
                owned.size(),
                (int) unowned,
                0,
                members,
                overdue,
                null,
                null);
    }

    @Override
    public void start() {
        elections.forEach(GatedElection::start);
    }

    @Override
    public CompletionStage<Void> stop() {
        return all(GatedElection::stop);
    }

    @Override
    public boolean takesPart() {
        return elections.stream().anyMatch(GatedElection::takesPart);
    }

    @Override
    public boolean awaitsCaller() {
        return elections.stream().anyMatch(GatedElection::awaitsCaller);
    }

    @Override
    public CompletionStage<Void> stopFromWithin() {
        return all(election -> election.awaitsCaller() ? election.stopFromWithin() : election.stop());
    }

    private CompletionStage<Void> all(Function<GatedElection, CompletionStage<Void>> end) {
        List<CompletableFuture<Void>> ends = new ArrayList<>(elections.size());
        elections.forEach(election -> ends.add(end.apply(election).toCompletableFuture()));
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    /** The seat of an instance that shares with nobody. */
    private final class OnlySeat implements Seat {

        @Override
        public OptionalInt number() {
            return first() == null ? OptionalInt.empty() : OptionalInt.of(0);
        }

        @Override
        public long fencingToken() {
            GatedElection first = first();
            return first == null ? 0 : first.leadership().fencingToken();
        }

        @Override
        public Duration timeLeft() {
            GatedElection first = first();
            Term term = first == null ? null : first.term();
            return term == null ? Duration.ZERO : term.timeLeft();
        }

        private @Nullable GatedElection first() {
            return elections.stream()
                    .filter(GatedElection::isLeader)
                    .findFirst()
                    .orElse(null);
        }
    }
}
