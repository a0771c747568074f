package io.leaderelection.group;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.gate.GatedElection;
import io.leaderelection.gate.LeadershipSnapshot;
import io.leaderelection.gate.ShardTerm;
import io.leaderelection.gate.TaskThreads;
import io.leaderelection.gate.Term;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The election of one shard, or one that a shard carries: an election like any other, whose terms the group begins and ends.
 */
final class ShardElection extends GatedElection {

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.LeaderElection");

    private final LeaseShardGroup group;
    private final ShardSlot slot;
    private final LeadershipListener listener;
    private volatile Leadership leadership;

    /**
     * @param threads its stop signals and workers
     * @param listener told of this election's terms, beside the listener of the whole group
     */
    ShardElection(
            String name,
            LeaseShardGroup group,
            ShardSlot slot,
            GatedCallListener calls,
            TaskThreads threads,
            LeadershipListener listener) {
        super(name, calls, threads);
        this.group = group;
        this.slot = slot;
        this.listener = listener;
        this.leadership = new LeadershipSnapshot(
                name, group.settings().identity(), Role.INACTIVE, null, null, 0, 0, group.now(), null);
    }

    /** Starts the group. */
    @Override
    public void start() {
        group.start();
    }

    /** Stops the group: no shard can be left alone. */
    @Override
    public CompletionStage<Void> stop() {
        return group.stop();
    }

    @Override
    public boolean awaitsCaller() {
        return group.isTelling() || super.awaitsCaller();
    }

    @Override
    public Leadership leadership() {
        return leadership;
    }

    @Override
    public void resign() {
        resign(Duration.ZERO);
    }

    /**
     * Gives the shard to another member, if there is one; the pause has no meaning where shards are assigned.
     *
     * @throws IllegalArgumentException if the pause is negative
     */
    @Override
    public void resign(Duration pause) {
        if (pause.isNegative()) {
            throw new IllegalArgumentException("pause (%s) must not be negative".formatted(pause));
        }
        closeGate();
        group.giveBack(slot, this::orderDone);
    }

    @Override
    public void verify() {
        requireLeader();
        group.verifySeat(name());
        requireLeader();
    }

    CompletableFuture<Void> endedBut(List<GatedCall> own) {
        return othersEnded(own);
    }

    @Override
    public ElectionStatus status() {
        Term term = term();
        return new ShardStatus(
                leadership,
                isLeader(),
                term == null ? Duration.ZERO : term.timeLeft(),
                group.settings().timings(),
                callsInProgress(),
                deadWorkers());
    }

    /** How this instance fares with a shard: it has no store of its own, and whoever has it may give it away. */
    private record ShardStatus(
            Leadership leadership,
            boolean leading,
            Duration timeLeft,
            Timings timings,
            Map<String, Integer> runningCalls,
            List<String> deadWorkers)
            implements ElectionStatus {

        @Override
        public Mode mode() {
            return Mode.CAMPAIGNING;
        }
    }

    Leadership begin(ShardTerm term, Instant since) {
        LeadershipSnapshot begun = snapshot(Role.LEADER, group.settings().identity(), null, term, since, null);
        leadership = begun;
        open(term, begun);
        return begun;
    }

    void tellGranted(Leadership begun) {
        listener.granted(begun);
    }

    void startWork(Term term) {
        startWorkers(term);
    }

    void endWork(Term term) {
        stopWork(term);
    }

    void whenEnded(Term term, Runnable action) {
        whenWorkEnded(term, action);
    }

    Leadership end(ShardTerm term, Instant since, LossReason reason) {
        leadership =
                snapshot(Role.FOLLOWER, leadership.leaderIdentity(), leadership.leaderAddress(), term, since, reason);
        return leadership;
    }

    void tellRevoked(Leadership ended, LossReason reason) {
        listener.revoked(ended, reason);
    }

    /** Somebody owns the shard, or nobody does. */
    void owner(Role role, @Nullable Member owner, Instant now) {
        Leadership before = leadership;
        String identity = owner == null ? null : Owner.shown(owner.identity());
        String address = owner == null || owner.address() == null ? null : Owner.shown(owner.address());
        if (before.role() != role || !Objects.equals(before.leaderIdentity(), identity)) {
            leadership = new LeadershipSnapshot(
                    name(),
                    before.identity(),
                    role,
                    identity,
                    address,
                    before.term(),
                    before.fencingToken(),
                    now,
                    before.lastLoss());
        }
    }

    private LeadershipSnapshot snapshot(
            Role role,
            @Nullable String leader,
            @Nullable String address,
            Term term,
            Instant since,
            @Nullable LossReason reason) {
        return new LeadershipSnapshot(
                name(),
                group.settings().identity(),
                role,
                leader,
                address,
                term.number(),
                term.token(),
                since,
                reason == null ? leadership.lastLoss() : reason);
    }

    @Override
    protected void workerNotStarted() {
        group.recover();
    }

    boolean lacksThreads() {
        return lacksWorkers();
    }

    /** So every worker ends whose shard is revoked, hundreds at a time; the group warns of work that takes too long. */
    @Override
    protected void overran(String call) {
        LOG.debug("Election '{}': {} ended after its term had", name(), call);
    }

    @Override
    protected void signalFailed(Throwable failure) {
        LOG.warn("Election '{}': a stop signal failed", name(), failure);
    }
}
