package io.leaderelection.group.simulation;

import io.leaderelection.group.GroupSettings;
import io.leaderelection.group.KeyHash;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One schedule of a group being played: virtual time, a server, processes, faults, and the oracles that watch. All of it follows
 * from one seed.
 */
final class GroupWorld {

    /** Hears no story. */
    static final Consumer<String> SILENCE = line -> {};

    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;
    static final String ASSIGNMENT = "assignment";
    static final Timings TIMINGS = Timings.of(Duration.ofSeconds(6), Duration.ofSeconds(4), Duration.ofSeconds(1));

    static final int MOST_SEATS = 7;

    private static final int[] SIZES = {1, 2, 3, 5, 8, 16, 64};

    private record Event(long at, long number, Runnable task) {}

    final GroupServer server = new GroupServer();
    final List<GroupNode> nodes = new ArrayList<>();

    /** How each watch is broken. */
    final List<Runnable> watches = new ArrayList<>();

    /** How long the slowest messages take. */
    long slowest = SECOND;

    private final Random random;
    private final Consumer<String> story;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparing(Event::number));
    private final int shards;
    private final int seats;
    private final long[] tokens;
    private final GroupNode[] open;
    private final Map<GroupNode, List<Long>> requests = new HashMap<>();
    private long now;
    private long numbers;
    private long lastFault;
    private boolean calm;

    /** The process in which the present event happens. */
    private @Nullable GroupNode touched;

    private @Nullable AssertionError found;

    GroupWorld(long seed, Consumer<String> story) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.story = story;
        this.shards = SIZES[random.nextInt(SIZES.length)];
        this.seats = 3 + random.nextInt(MOST_SEATS - 2);
        this.tokens = new long[shards];
        this.open = new GroupNode[shards];
    }

    /** Plays a schedule; tells what was found, or {@code null}. */
    static @Nullable AssertionError play(long seed, Consumer<String> story) {
        GroupWorld world = new GroupWorld(seed, story);
        try {
            world.play();
            return null;
        } catch (AssertionError violation) {
            return world.server.begunInIgnorance ? null : violation;
        }
    }

    private void play() {
        int members = 2 + random.nextInt(4);
        for (int i = 0; i < members; i++) {
            GroupNode node = enters("n" + i, i < members / 2 ? "old" : random.nextBoolean() ? "old" : "new");
            after(dice(0, 3 * SECOND), node::start);
        }
        after(0, this::call);
        long end = 6 * SECOND;
        for (int i = random.nextInt(7); i > 0; i--) {
            long at = end + dice(0, 8 * SECOND);
            end = at;
            events.add(new Event(at, numbers++, this::fault));
        }
        lastFault = end;
        runUntil(lastFault + 13 * SECOND);
        heal();
        nodes.stream().filter(node -> node.odd).forEach(GroupNode::stop);
        // Calls come to their end, and one seat after the other may have to expire.
        long lease = TIMINGS.leaseDuration().toNanos();
        runUntil(now + 4 * SECOND + 2 * lease + 2 * TIMINGS.retryPeriod().toNanos() + SECOND);
        ownedByAll();
        // One that has found no seat for two lease durations looks for another one.
        runUntil(now + 2 * lease);
        calm = true;
        runUntil(now + 5 * SECOND);
        atEnd();
    }

    /** Another process, not started. */
    GroupNode enters(String name, String revision) {
        return enters(name, revision, shards);
    }

    private GroupNode enters(String name, String revision, int sharding) {
        GroupSettings settings = new GroupSettings(
                "g",
                name,
                null,
                revision,
                1,
                sharding,
                seats,
                KeyHash.NAME,
                KeyHash::of,
                Math.max(1, shards / 4),
                Duration.ofMillis(dice(0, 1_500)),
                new TreeSet<>(),
                TIMINGS.withDrainTimeout(Duration.ofSeconds(20)),
                0,
                Duration.ZERO,
                Duration.ofMinutes(10));
        GroupNode node = new GroupNode(this, name, settings);
        nodes.add(node);
        return node;
    }

    // Time and chance.

    long now() {
        return now;
    }

    void after(long nanos, Runnable task) {
        events.add(new Event(now + nanos, numbers++, task));
    }

    /** Plays everything that happens up to a time. */
    void runUntil(long end) {
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event next = events.poll();
            now = next.at();
            if (server.begunInIgnorance) {
                return;
            }
            touched = null;
            next.task().run();
            if (touched != null) {
                watch(touched);
            }
            if (found != null) {
                throw found;
            }
        }
        now = end;
    }

    long dice(long from, long to) {
        return from + (long) (random.nextDouble() * (to - from));
    }

    double fraction() {
        return random.nextDouble();
    }

    /** Mostly a few milliseconds, sometimes a second. */
    long latency() {
        return random.nextInt(50) == 0 ? dice(0, slowest) : dice(0, 5 * MILLI);
    }

    // Work and faults.

    private void call() {
        GroupNode node = nodes.get(random.nextInt(nodes.size()));
        int shard = random.nextInt(shards);
        long lasts = random.nextInt(20) == 0 && now < lastFault ? dice(0, 6 * SECOND) : dice(0, 300 * MILLI);
        node.later(0, () -> node.callsInto(shard, lasts));
        after(dice(0, 400 * MILLI), this::call);
    }

    private void fault() {
        List<GroupNode> alive = nodes.stream().filter(node -> !node.dead).toList();
        GroupNode node = alive.get(random.nextInt(alive.size()));
        int kind = random.nextInt(19);
        tell(() -> "fault " + kind + " at " + node);
        switch (kind) {
            case 0, 1 -> {
                node.dead = true;
                GroupNode next = enters("k" + nodes.size(), "new");
                after(dice(0, 8 * SECOND), next::start);
            }
            case 2, 3 -> {
                node.paused = true;
                after(dice(0, 12 * SECOND), node::resume);
            }
            case 4 -> {
                node.cut = true;
                after(dice(0, 12 * SECOND), () -> node.cut = false);
            }
            case 5 -> {
                node.deaf = true;
                after(dice(0, 12 * SECOND), () -> node.deaf = false);
            }
            case 6 ->
                node.later(0, () -> {
                    node.stop();
                    node.later(dice(0, 8 * SECOND), node::start);
                });
            case 7 -> node.later(0, node::stop);
            case 8 ->
                node.later(0, () -> node.group.election(random.nextInt(shards)).resign());
            case 9 -> server.delete(ASSIGNMENT);
            case 10 -> overwrite(random.nextBoolean() ? "" : "v1;number=7;nonsense");
            case 11 -> {
                GroupServer.Entry entry = server.lease(ASSIGNMENT);
                if (entry != null && entry.record().assignment() != null) {
                    String text = entry.record().assignment();
                    overwrite(text.substring(0, random.nextInt(Math.max(1, text.length()))));
                }
            }
            case 12 ->
                List.copyOf(watches).forEach(watch -> {
                    if (random.nextInt(3) == 0) {
                        watch.run();
                    }
                });
            case 13 -> {
                if (!server.past.isEmpty()) {
                    overwrite(server.past.get(random.nextInt(server.past.size())));
                }
            }
            case 14 -> rob("seat-" + random.nextInt(seats), null);
            case 15 -> {
                String seat = "seat-" + random.nextInt(seats);
                java.time.Instant wall = java.time.Instant.ofEpochMilli(now / MILLI);
                rob(seat, new LeaseRecord("stranger", 6, wall, wall, 1, null));
                after(dice(0, 8 * SECOND), () -> rob(seat, new LeaseRecord(null, 1, wall, wall, 1, null)));
            }
            case 16 -> {
                server.delete(ASSIGNMENT);
                IntStream.range(0, seats).forEach(seat -> rob("seat-" + seat, null));
            }
            case 17 -> {
                GroupNode odd = enters("odd" + nodes.size(), "new", shards + 1);
                odd.odd = true;
                after(dice(0, SECOND), odd::start);
            }
            default -> {
                GroupNode more = enters("m" + nodes.size(), "new");
                after(dice(0, SECOND), more::start);
            }
        }
    }

    private void overwrite(String text) {
        if (server.lease(ASSIGNMENT) != null) {
            server.put(ASSIGNMENT, LeaseRecord.ofAssignment(text));
        }
    }

    private void heal() {
        for (GroupNode node : nodes) {
            node.cut = false;
            node.deaf = false;
            node.resume();
        }
        if (nodes.stream().noneMatch(node -> !node.dead && node.wanted && !node.odd)) {
            GroupNode last = enters("last", "new");
            after(0, last::start);
        }
    }

    // Oracles.

    /** Takes note of a request; the group's own requests are bounded as an election's are. */
    void requested(GroupNode node, String lease) {
        if (lease.equals(ASSIGNMENT)) {
            List<Long> sent = requests.computeIfAbsent(node, any -> new ArrayList<>());
            sent.add(now);
            int count = sent.size();
            check(
                    count <= 5
                            || now - sent.get(count - 6)
                                    >= TIMINGS.retryPeriod().toNanos(),
                    "REQUESTS",
                    () -> node + " sends more than five requests in a retry period");
            check(
                    !calm
                            || count < 2
                            || now - sent.get(Math.max(0, count - 2))
                                    > TIMINGS.retryPeriod().toNanos() / 2,
                    "QUIET",
                    () -> node + " goes on asking though nothing happens");
        }
    }

    void check(boolean holds, String oracle, Supplier<String> what) {
        if (!holds && found == null) {
            found = new AssertionError(oracle + ": " + what.get());
        }
    }

    /** Something happens in a process: gates of no other one can open by it. */
    void touches(GroupNode node) {
        touched = node;
    }

    private void watch(GroupNode node) {
        for (int shard = 0; shard < shards; shard++) {
            if (node.isOpen(shard)) {
                GroupNode before = open[shard];
                int which = shard;
                check(
                        before == null || before == node || !before.isOpen(shard),
                        "ONE_GATE",
                        () -> "shard " + which + " is open at " + before + " and " + node);
                opened(shard, node);
                open[shard] = node;
            }
        }
    }

    private void opened(int shard, GroupNode owner) {
        long token = owner.group.election(shard).leadership().fencingToken();
        if (open[shard] != owner || token != tokens[shard]) {
            tell(() -> "shard " + shard + " opens at " + owner + " with token " + token);
            check(
                    token > tokens[shard],
                    "TOKENS",
                    () -> "shard " + shard + " gets token " + token + " after " + tokens[shard]);
            tokens[shard] = token;
            for (GroupNode node : nodes) {
                for (GroupNode.Work work : node.work) {
                    check(
                            work.shard() != shard
                                    || node.dead
                                    || work.call().leadership().fencingToken() == token
                                    || isOver(node),
                            "WORK_ENDED",
                            () -> "shard " + shard + " opens at " + owner + " while " + node + " works on it");
                }
            }
        }
    }

    /** Whether a node's work may be overtaken: it has renewed its seat too long ago, or somebody has taken the seat from it. */
    private boolean isOver(GroupNode node) {
        return node.robbed || now - node.renewed >= TIMINGS.renewDeadline().toNanos();
    }

    /** A member writes its seat. */
    void seatWritten(GroupNode node, LeaseRecord record) {
        node.renewed = now;
        node.robbed = false;
        check(
                record.isHeld() || node.dead || node.work.isEmpty(),
                "WORK_ENDED",
                () -> node + " gives its seat back while it works on "
                        + node.work.get(0).shard());
    }

    private void rob(String seat, @Nullable LeaseRecord record) {
        if (record == null) {
            server.delete(seat);
        } else {
            server.put(seat, record);
        }
        nodes.forEach(node -> node.robbed = true);
    }

    private void ownedByAll() {
        for (int shard = 0; shard < shards; shard++) {
            int which = shard;
            check(
                    open[shard] != null && open[shard].isOpen(shard),
                    "OWNED",
                    () -> "shard " + which + " has no owner at the end");
        }
        if (found != null) {
            throw found;
        }
    }

    private void atEnd() {
        ownedByAll();
        List<GroupNode> alive = nodes.stream()
                .filter(node -> !node.dead && node.wanted && !node.odd)
                .toList();
        int[] owned = alive.stream()
                .mapToInt(node ->
                        (int) Arrays.stream(open).filter(owner -> owner == node).count())
                .sorted()
                .skip(Math.max(0, alive.size() - seats))
                .toArray();
        check(
                isMixed() || owned.length == 0 || owned[owned.length - 1] - owned[0] <= 1,
                "BALANCE",
                () -> "the shares are " + Arrays.toString(owned));
        if (found != null) {
            throw found;
        }
    }

    /** In a mixed group members of the new revision keep what they have got. */
    private boolean isMixed() {
        GroupServer.Entry entry = server.lease(ASSIGNMENT);
        String text = entry == null ? "" : String.valueOf(entry.record().assignment());
        return text.contains("revision=old") && text.contains("revision=new");
    }

    void tell(Supplier<String> line) {
        if (story != SILENCE) {
            story.accept("%10.4f  %s".formatted((double) now / SECOND, line.get()));
        }
    }
}
