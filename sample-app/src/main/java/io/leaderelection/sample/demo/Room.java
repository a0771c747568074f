package io.leaderelection.sample.demo;

import io.leaderelection.sample.demo.View.ReplicaView;
import io.leaderelection.sample.demo.View.ShardView;
import io.leaderelection.sample.demo.View.Step;
import io.leaderelection.sample.demo.View.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Replicas of the sample as processes of this machine, and the buttons on them. Safe for use by several threads. */
final class Room implements AutoCloseable {

    private static final List<String> NAMES = List.of("one", "two", "three", "four", "five", "six", "seven");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long FAREWELL_MILLIS = 3000;

    private final Backend backend;
    private final Path directory;
    private final Board board;
    private final String run = UUID.randomUUID().toString();
    private final Map<String, Replica> replicas = new LinkedHashMap<>();
    private boolean closed;

    /**
     * @param stories told what happens, in the thread that it happens in
     */
    Room(Backend backend, Consumer<Story> stories) throws IOException {
        this.backend = backend;
        this.directory = Files.createTempDirectory("leader-election-demo-");
        this.board = new Board(stories);
    }

    /** Where the lease is, within a sentence. */
    String place() {
        return backend.place(directory);
    }

    Path ledger() {
        return directory.resolve("ledger.txt");
    }

    /**
     * Starts a further replica.
     *
     * @return its name; {@code null} if there are as many as there can be
     */
    synchronized @Nullable String add() throws IOException {
        Optional<String> free =
                NAMES.stream().filter(name -> !replicas.containsKey(name)).findFirst();
        if (free.isPresent()) {
            start(free.get());
        }
        return free.orElse(null);
    }

    /**
     * Presses a button of a replica.
     *
     * @return whether that did something
     */
    synchronized boolean press(Button button, String name) throws IOException {
        Replica replica = replicas.get(name);
        if (closed || replica == null || !replica.buttons().contains(button)) {
            return false;
        }
        long now = System.nanoTime();
        switch (button) {
            case RESIGN -> order(replica, "resign", "loss", "is asked to resign");
            case SHUT_DOWN -> order(replica, "exit", "loss", "is asked to shut down");
            case WORK -> order(replica, "work " + Pace.SLOW_WORK.toMillis(), "start", "begins slow work");
            case KILL -> {
                replica.kill();
                board.killed(name, now);
            }
            case PAUSE -> {
                replica.pause(backend.waitsForSleepers());
                board.tell(now, name, "harm", "is paused");
            }
            case RESUME -> {
                board.tell(now, name, "start", "is resumed");
                board.woken(name, now);
                replica.resume();
            }
            case CUT -> cut(replica, true, "harm", "is cut off from the store");
            case MEND -> cut(replica, false, "start", "reaches the store again");
            case START -> start(name);
        }
        return true;
    }

    /** Shows a step of the guided tour; {@code null} when it is over. */
    synchronized void show(@Nullable Step step) {
        board.show(step);
    }

    /** Reads the ledger's new lines, from time to time. */
    void readLedger() throws InterruptedException, IOException {
        LedgerTail tail = new LedgerTail(ledger());
        while (!isClosed()) {
            for (String line : tail.next()) {
                wrote(line);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** The leader's term, if there is a leader. */
    synchronized Optional<Term> leading() {
        long now = System.nanoTime();
        return board.chronicle().terms().stream()
                .filter(term -> term.isOpen() && term.end(now) == now)
                .reduce((earlier, later) -> later);
    }

    /** The first term with a higher token than that one, if it has begun. */
    synchronized Optional<Term> after(Term before) {
        return board.chronicle().terms().stream()
                .filter(term -> term.token() > before.token() && term.isAnnounced())
                .findFirst();
    }

    /** How many shards a replica owns. */
    synchronized long shardsOf(String replica) {
        return board.shards(System.nanoTime()).stream()
                .filter(shard -> shard.owned() && shard.owner().equals(replica))
                .count();
    }

    /** Whether each shard has an owner. */
    synchronized boolean areShardsOwned() {
        return board.shards(System.nanoTime()).stream().allMatch(ShardView::owned);
    }

    /** How long nobody led before that term, in milliseconds; negative if two led at once. */
    synchronized double gapBefore(Term term) {
        int place = board.chronicle().terms().indexOf(term);
        return board.chronicle().gapBefore(place) / 1e6;
    }

    /** Whether the gate of that term is shut for certain, be its process asleep. */
    synchronized boolean isOver(Term term) {
        long now = System.nanoTime();
        return term.end(now) < now;
    }

    /** How long the work of that term went on when its gate was shut, in milliseconds. */
    synchronized double drainOf(Term term) {
        long now = System.nanoTime();
        return (term.drained(now) - term.end(now)) / 1e6;
    }

    /** Whether the ledger has a line of that term. */
    synchronized boolean hasWritten(Term term) {
        return hasLine(term, true);
    }

    /** Whether the ledger has refused a line of that term. */
    synchronized boolean isRefused(Term term) {
        return hasLine(term, false);
    }

    private boolean hasLine(Term term, boolean accepted) {
        String token = Long.toString(term.token());
        return board.linesAfter(0).stream()
                .anyMatch(line -> line.accepted() == accepted && line.token().equals(token));
    }

    /** Whether two led at once at some time. */
    synchronized boolean hasOverlap() {
        return board.chronicle().gaps().stream().anyMatch(gap -> gap < 0);
    }

    /** Whether all that run know who leads. */
    synchronized boolean isInformed() {
        return leading()
                .filter(leader -> replicas.values().stream()
                        .filter(replica -> !replica.isEnded())
                        .allMatch(replica -> replica.vitals() != null
                                && leader.replica().equals(replica.vitals().leader())))
                .isPresent();
    }

    synchronized boolean hasEnded(String name) {
        Replica replica = replicas.get(name);
        return replica == null || replica.isEnded();
    }

    synchronized List<String> names() {
        return List.copyOf(replicas.keySet());
    }

    /**
     * Waits until there is something.
     *
     * @param what for the message, if it does not come
     * @throws IllegalStateException if it does not come within five minutes
     */
    synchronized <T> T await(String what, Supplier<Optional<T>> something) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Optional<T> found = something.get();
        while (found.isEmpty()) {
            if (System.nanoTime() > end || closed) {
                throw new IllegalStateException("Waited in vain for " + what);
            }
            wait(100);
            found = something.get();
        }
        return found.get();
    }

    synchronized View view(long seen) {
        long now = System.nanoTime();
        List<ReplicaView> views =
                replicas.values().stream().map(each -> each.view(board)).toList();
        List<ShardView> shards = board.shardsAfter(seen, now);
        return new View(
                run,
                board.change(),
                board.ms(now),
                place(),
                Pace.DEADLINE.toMillis(),
                views,
                board.termsAfter(seen, now),
                shards,
                board.workAfter(seen),
                board.linesAfter(seen),
                board.storiesAfter(seen),
                board.tour());
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends all replicas, in order if they are quick, and removes their files. */
    @Override
    public void close() throws IOException {
        Collection<Replica> last = leave();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MILLIS);
        try {
            for (Replica replica : last) {
                replica.end(Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException hurry) {
            last.forEach(Replica::kill);
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private synchronized Collection<Replica> leave() {
        closed = true;
        List<Replica> running =
                replicas.values().stream().filter(each -> !each.isEnded()).toList();
        running.forEach(Replica::leave);
        return running;
    }

    private void start(String name) throws IOException {
        Replica replica = Replica.start(name, backend, directory);
        replicas.put(name, replica);
        board.tell(System.nanoTime(), name, "start", "starts as process " + replica.pid());
        replica.listen(line -> hear(replica, line), () -> ended(replica));
    }

    private void order(Replica replica, String command, String tone, String story) throws IOException {
        board.tell(System.nanoTime(), replica.name(), tone, story);
        replica.command(command);
    }

    private void cut(Replica replica, boolean now, String tone, String story) throws IOException {
        board.tell(System.nanoTime(), replica.name(), tone, story);
        replica.cut(now);
    }

    private synchronized void hear(Replica replica, String line) {
        if (!Report.isIn(line)) {
            board.tell(System.nanoTime(), replica.name(), "log", line);
            return;
        }
        Report report = Report.parse(replica.name(), line);
        if (report.kind().equals("vitals")) {
            replica.told(Vitals.of(report));
        } else if (report.kind().equals("cut")) {
            cutOff(replica);
        }
        board.hear(report);
        notifyAll();
    }

    private void cutOff(Replica replica) {
        try {
            replica.isCutOff();
        } catch (IOException failure) {
            board.tell(System.nanoTime(), replica.name(), "log", "could not be paused: " + failure.getMessage());
        }
    }

    private synchronized void wrote(String line) {
        board.wrote(LedgerReport.Entry.parse(line).shownAt(board.ms(System.nanoTime())));
    }

    private synchronized void ended(Replica replica) {
        replica.ended();
        board.gone(replica.name(), System.nanoTime());
        notifyAll();
    }
}
