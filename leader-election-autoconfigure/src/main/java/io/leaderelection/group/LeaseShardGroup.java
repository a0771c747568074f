package io.leaderelection.group;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderWorker;
import io.leaderelection.LossReason;
import io.leaderelection.NotLeaderException;
import io.leaderelection.Seat;
import io.leaderelection.Shard;
import io.leaderelection.ShardGroup;
import io.leaderelection.ShardOwner;
import io.leaderelection.elector.ElectorExecutor;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.elector.LeaseLeaderElection;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.Recovery;
import io.leaderelection.gate.Complaints;
import io.leaderelection.gate.Participation;
import io.leaderelection.gate.StandingThread;
import io.leaderelection.gate.TaskThreads;
import io.leaderelection.gate.Term;
import io.leaderelection.group.Member.Phase;
import io.leaderelection.group.SharedAssignment.State;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.ElectionProblem;
import io.leaderelection.status.GroupStatus;
import io.leaderelection.status.GroupStatusSource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance's part in one group. Whatever happens, it looks at what is known and does what is due: it campaigns for a
 * seat, opens and shuts the gates of its shards as the assignment says, stands by for other seats, and writes into the
 * assignment what is true and does not stand there yet. So nothing has to be remembered that was asked for, and whatever
 * fails is made good the next time.
 *
 * <p>Every field without other note belongs to the elector's thread. Can be started again after a stop.
 */
public final class LeaseShardGroup implements ShardGroup, Participation, GroupStatusSource {

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.ShardGroup");

    private final GroupSettings settings;
    private final Ports ports;
    private final Recovery recovery;
    private final ElectorExecutor thread;
    private final StandingThread signals;
    private final SharedAssignment record;
    private final SeatCampaign seats;
    private final SeatTerm term;
    private final SeatGuards guards;
    private final MemberShards shards;
    private final Map<String, LeaderElection> carried = new LinkedHashMap<>();

    private boolean wanted;
    private boolean running;

    /** Whether a stop has begun, which is carried through whatever is wanted since. */
    private boolean stopping;

    /** Whether the end of the seat is awaited. */
    private boolean leaving;

    private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

    private boolean reconciling;
    private boolean again;

    /** The newest assignment that was applied. Read by any thread. */
    private volatile @Nullable Assignment applied;

    /** Read by any thread. */
    private volatile @Nullable ElectionProblem problem;

    /** Whether this instance takes part. Read by any thread. */
    private volatile boolean participating;

    /**
     * @param seats the leases of the seats, by number, all stores closed by whoever opened them
     * @param guarded the same leases, for standing by: a store holds one lease for one election
     * @param assignment the lease that holds the assignment
     * @param calls told of calls at the gates of all shards, by the name of the group, and of carried elections
     * @param listener told of shards
     * @param carriedListeners gives the listener of each election that the group carries
     * @param monitor told of measurements of the seat's election
     */
    public LeaseShardGroup(
            GroupSettings settings,
            List<? extends LeaseStore> seats,
            List<? extends LeaseStore> guarded,
            LeaseStore assignment,
            Ports ports,
            GatedCallListener calls,
            ShardListener listener,
            Function<String, LeadershipListener> carriedListeners,
            ElectionMonitor monitor) {
        this.settings = settings;
        this.ports = ports;
        this.recovery = new Recovery(ports.scheduler());
        this.thread = new ElectorExecutor(ports.scheduler(), recovery);
        this.signals = ports.tasks().standing("leader-election-stop-" + settings.name());
        // Seats have no work and no listeners but this group: the elector's thread is enough for them.
        Ports inner = new Ports(
                ports.clock(),
                ports.scheduler(),
                ports.randomness(),
                thread::execute,
                GroupThreads.only(thread::execute),
                ports.process());
        this.record = new SharedAssignment(assignment, settings, inner, thread, this::reconcile);
        this.seats = new SeatCampaign(settings, List.copyOf(seats), inner, thread, monitor, this::reconcile);
        this.guards = new SeatGuards(settings, List.copyOf(guarded), inner, thread, this::reconcile);
        this.term = new SeatTerm(settings, inner, () -> thread.execute(this::reconcile));
        this.shards = new MemberShards(settings, ports, listener, thread, recovery, this::reconcile);
        TaskThreads shared = new GroupThreads(ports.tasks(), signals);
        // By the name of the group: whoever counts calls must not count each shard's.
        GatedCallListener ofShards = (shard, call, outcome) -> calls.call(settings.name(), call, outcome);
        for (ShardSlot slot : shards.slots()) {
            String name = settings.electionOf(slot.shard());
            slot.carry(new ShardElection(name, this, slot, ofShards, shared, Quiet.LISTENER));
        }
        for (String election : settings.carried()) {
            ShardSlot slot = shards.slots().get(shardOf(election));
            ShardElection made =
                    new ShardElection(election, this, slot, calls, shared, carriedListeners.apply(election));
            slot.carry(made);
            carried.put(election, made);
        }
        recovery.consistsOf(List.of(thread::catchUp, this::reconcile));
    }

    // What users ask.

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public int shards() {
        return settings.shards();
    }

    @Override
    public int shardOf(String key) {
        return settings.shardOf(key);
    }

    @Override
    public boolean owns(String key) {
        return shards.slots().get(shardOf(key)).election().isLeader();
    }

    @Override
    public List<Integer> owned() {
        return shards.slots().stream()
                .filter(slot -> slot.election().isLeader())
                .map(ShardSlot::shard)
                .toList();
    }

    @Override
    public Optional<ShardOwner> ownerOf(int shard) {
        slot(shard);
        Assignment known = applied;
        if (known == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(known.members().get(known.owner(shard)))
                .map(owner -> Owner.of(owner, known.token(shard)));
    }

    @Override
    public LeaderElection election(int shard) {
        return slot(shard).election();
    }

    private ShardSlot slot(int shard) {
        if (shard < 0 || shard >= settings.shards()) {
            throw new IllegalArgumentException("Group '%s' has the shards 0 to %s, and no shard %s"
                    .formatted(settings.name(), settings.shards() - 1, shard));
        }
        return shards.slots().get(shard);
    }

    /** The elections that the group carries, by name. */
    public Map<String, LeaderElection> carried() {
        return carried;
    }

    @Override
    public LeaderWorker whileOwning(String name, Consumer<? super Shard> worker) {
        return ShardWorkers.start(this, name, worker);
    }

    @Override
    public Optional<Shard> current() {
        return OwnedShard.current(this);
    }

    @Override
    public Seat seat() {
        return new OwnSeat(seats);
    }

    @Override
    public GroupStatus status() {
        Assignment known = applied;
        LeaseLeaderElection seat = seats.election();
        return new GroupSnapshot(
                settings.name(),
                participating,
                settings.shards(),
                seat().number(),
                seats.isSpare(),
                owned().size(),
                known == null ? settings.shards() : GroupSnapshot.count(known, Assignment.NOBODY),
                known == null ? 0 : GroupSnapshot.moving(known),
                GroupSnapshot.members(known),
                shards.overdue(),
                problem,
                seat == null ? null : seat.status());
    }

    GroupSettings settings() {
        return settings;
    }

    Instant now() {
        return ports.clock().now().wallTime();
    }

    // Start and stop.

    @Override
    public void start() {
        thread.execute(() -> {
            wanted = true;
            reconcile();
        });
    }

    @Override
    public CompletionStage<Void> stop() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        // The seat's gate is shut at once, and with it those of all shards.
        seats.stop();
        thread.execute(() -> {
            wanted = false;
            stopping = running;
            seats.stop();
            reconcile();
            stopped.thenRun(() -> done.complete(null));
        });
        return done;
    }

    @Override
    public boolean takesPart() {
        return participating;
    }

    @Override
    public boolean awaitsCaller() {
        return isTelling() || !ownCalls().isEmpty();
    }

    /** Calls of this group that the calling thread is in. */
    private List<GatedCall> ownCalls() {
        return GatedCall.allCurrent().stream()
                .filter(call -> elections()
                        .anyMatch(election ->
                                election.name().equals(call.leadership().election())))
                .toList();
    }

    private Stream<ShardElection> elections() {
        return shards.slots().stream().flatMap(slot -> slot.elections().stream());
    }

    @Override
    public CompletionStage<Void> stopFromWithin() {
        List<GatedCall> own = GatedCall.allCurrent();
        CompletableFuture<Void> whole = stop().toCompletableFuture();
        CompletableFuture<Void> rest = new CompletableFuture<>();
        // Behind the stop, which shuts the gates.
        thread.execute(() -> CompletableFuture.allOf(
                        elections().map(election -> election.endedBut(own)).toArray(CompletableFuture[]::new))
                .thenRun(() -> rest.complete(null)));
        return CompletableFuture.anyOf(whole, rest).thenRun(() -> {});
    }

    /** Whether it is the calling thread that tells listeners something. */
    boolean isTelling() {
        return shards.isTelling();
    }

    /** Has the shard given to another member; its gate is shut already. */
    void giveBack(ShardSlot slot, Runnable done) {
        thread.execute(() -> {
            try {
                slot.giveBack();
                reconcile();
            } finally {
                done.run();
            }
        });
    }

    void verifySeat(String election) {
        LeaseLeaderElection seat = seats.election();
        if (seat == null) {
            throw new NotLeaderException(election, null);
        }
        seat.verify();
    }

    /** Something has failed that is to be tried again. Any thread. */
    void recover() {
        recovery.request();
    }

    // The elector's thread.

    /** Does what is due. What it does may call it again: then it looks once more. */
    private void reconcile() {
        if (reconciling) {
            again = true;
            return;
        }
        reconciling = true;
        try {
            do {
                again = false;
                lookOnce();
            } while (again);
        } catch (Throwable failure) {
            recovery.request();
            Complaints.quietly(() -> LOG.error("Group '{}' could not go on, and tries again", name(), failure));
        } finally {
            reconciling = false;
        }
    }

    private void lookOnce() {
        if (wanted && !running && stopped.isDone()) {
            running = true;
            participating = true;
            stopped = new CompletableFuture<>();
            record.open();
        }
        if (running) {
            Assignment known = record.believed();
            takeSeat(known);
            if (known != null) {
                apply(known);
            }
            shards.startMissingWorkers();
            guardSeats(known);
            record.advance(this::next);
            tell(GroupProblem.of(record, settings));
            shards.lookForOverdueWork();
            end(known);
        }
    }

    /** A problem is logged when it comes and when it has gone. */
    private void tell(@Nullable ElectionProblem present) {
        ElectionProblem before = problem;
        problem = present;
        if (before == null && present != null) {
            LOG.warn("{}. {}", present.reason(), present.fix());
        } else if (before != null && present == null) {
            LOG.info("Group '{}': that problem has gone", name());
        }
    }

    /** Campaigns for a seat, and begins its term: until its end it waits for the shards' work. */
    private void takeSeat(@Nullable Assignment known) {
        if (stopping || record.state() == State.UNREAD) {
            return;
        }
        seats.advance(known);
        LeaseLeaderElection seat = seats.election();
        if (seat != null && seat.isLeader()) {
            // What the end of a shard needs is there before its gate opens.
            signals.prepare();
            ports.events().prepare();
            term.enter(seat);
        }
    }

    private void apply(Assignment known) {
        if (known != applied) {
            applied = known;
            shards.ownedBy(known);
        }
        term.seen(known, seats.seat());
        shards.apply(known, seats.seat(), term.term(), reason(), record::canWriteAtOnce);
    }

    private LossReason reason() {
        LeaseLeaderElection seat = seats.election();
        if (stopping) {
            return LossReason.STOPPED;
        } else if (term.isOpen()) {
            return LossReason.RESIGNED;
        }
        LossReason lost = seat == null ? null : seat.leadership().lastLoss();
        return lost == null ? LossReason.DEADLINE : lost;
    }

    private void guardSeats(@Nullable Assignment known) {
        Assignment foreign = record.foreign();
        Assignment guarded = foreign != null ? foreign : record.state() == State.SOUND ? known : null;
        if (term.term() != null && !stopping && guarded != null) {
            guards.guard(guarded, seats.seat(), record.beginning());
        }
    }

    /** The next version of the assignment, if there is something to write that this member may write. */
    private @Nullable Assignment next() {
        Term current = term.term();
        if (current == null) {
            return null;
        }
        Report report = report(current);
        long number = Math.max(record.nextNumber(), shards.highestToken() + 1);
        Assignment known = record.believed();
        Assignment foreign = record.foreign();
        if (record.state() == State.LOST || foreign != null && report.outlives(foreign)) {
            boolean gone = stopping && report.held().isEmpty();
            return gone ? null : report.begin(settings.shape(), number, record.hasBeen());
        }
        return record.state() == State.SOUND && known != null
                ? report.addTo(known, number).orElse(null)
                : null;
    }

    private Report report(Term current) {
        boolean leaves = stopping || !current.isOpen();
        Member me = new Member(
                seats.seat(),
                current.token(),
                leaves ? Phase.LEAVING : term.isSettled() ? Phase.SETTLED : Phase.NEW,
                0,
                settings.capacity(),
                settings.identity(),
                settings.advertised(),
                settings.revision());
        Set<Integer> empty = record.state() == State.SOUND ? guards.empty(record.beginning()) : Set.of();
        return new Report(
                me,
                term.isEstablished(),
                shards.held(),
                shards.released(),
                shards.givenBack(),
                Map.copyOf(guards.ended()),
                empty,
                settings.mostMoving());
    }

    /** Ends what is about to end: the seat's term, once no shard has work, and this member's part in the group. */
    private void end(@Nullable Assignment known) {
        Term current = term.term();
        if (!shards.haveWork() && current != null) {
            term.leave(record.state() == State.LOST
                    || known == null
                    || known.member(seats.seat(), current.token()) == null);
        }
        if (stopping && !leaving) {
            leaving = true;
            // When the seat is released, or the drain timeout has passed and it is left to expire.
            seats.stop().thenRun(() -> thread.execute(this::finished));
        }
    }

    private void finished() {
        stopping = false;
        leaving = false;
        running = false;
        participating = false;
        guards.close();
        record.close();
        seats.stopped();
        applied = null;
        shards.stopped();
        stopped.complete(null);
        reconcile();
    }
}
