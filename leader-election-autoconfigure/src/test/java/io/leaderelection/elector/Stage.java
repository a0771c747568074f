package io.leaderelection.elector;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.gate.ManualClock;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.WatchListener;
import io.leaderelection.lock.memory.MemoryLeaseStore;
import io.leaderelection.lock.memory.MemoryLeases;
import io.leaderelection.status.Measurement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Several instances for one lease in memory, in virtual time and on one thread, and a history of what became of them.
 * Times are those of {@link Scene}.
 */
final class Stage {

    final ManualClock clock = new ManualClock();
    final VirtualScheduler scheduler = new VirtualScheduler(clock);
    final MemoryLeases leases = new MemoryLeases();

    /** What was told and written, by whom, in order. */
    final List<String> history = new ArrayList<>();

    final Randomness chance = new Chance();

    private final List<AssertionError> unheardFailures = new ArrayList<>();

    private int names;

    /** Whether the store of instances that enter from now on can rehearse writes. */
    private boolean rehearses;

    Stage rehearses() {
        rehearses = true;
        return this;
    }

    /** Another instance, named and started. */
    Player enters(String name) {
        Player player = prepares(name);
        player.election.start();
        settles();
        return player;
    }

    /** Another instance, named and not started. */
    Player prepares(String name) {
        return new Player(name, ElectionSettings.of("test", name, Scene.TIMINGS));
    }

    /** Another instance of some revision, which waits that long for others if it is the leader's. */
    Player enters(String name, String revision, Duration grace) {
        ElectionSettings settings = ElectionSettings.of("test", name, Scene.TIMINGS);
        Player player = new Player(
                name,
                new ElectionSettings(
                        settings.name(),
                        name,
                        null,
                        settings.timings(),
                        true,
                        true,
                        0,
                        Duration.ZERO,
                        settings.longestWait(),
                        new RevisionGrace(revision, grace, false)));
        player.election.start();
        settles();
        return player;
    }

    void settles() {
        scheduler.settle();
        rethrowFailures();
    }

    void passes(Duration time) {
        scheduler.pass(time);
        rethrowFailures();
    }

    private void rethrowFailures() {
        if (!unheardFailures.isEmpty()) {
            throw unheardFailures.remove(0);
        }
    }

    /** An instance with its listener and its way to the store. */
    final class Player implements LeadershipListener {

        final String name;
        final LeaseLeaderElection election;

        /** What became of calls at the gate, in order. */
        final List<String> calls = new CopyOnWriteArrayList<>();

        /** What was measured, in order. */
        final List<Measurement> measurements = new ArrayList<>();

        private final Queue<Runnable> unheard = new ArrayDeque<>();
        private boolean listens = true;

        /** Why there is no way to the store; {@code null} if there is one. */
        private StoreFailure inTheWay;

        /** Why writes, and only writes, are refused. */
        private StoreFailure againstWrites;

        private Consumer<String> onNews = news -> {};
        private Consumer<Measurement> onMeasured = measurement -> {};
        private Runnable onWritten = () -> {};
        private Runnable onRead = () -> {};

        Player(String name, ElectionSettings settings) {
            this.name = name;
            LeaseStore store = new Wire(new MemoryLeaseStore(leases, "test", scheduler));
            this.election = new LeaseLeaderElection(
                    settings,
                    store,
                    new Ports(clock, scheduler, chance, this::tellInOrder, VirtualScheduler::runAtOnce, "p-" + name),
                    this,
                    (election, call, outcome) -> calls.add(outcome + " " + call),
                    this::measured);
        }

        /** What the listener does besides writing the history; it is told the first word of the news. */
        void onNews(Consumer<String> reaction) {
            onNews = reaction;
        }

        /** What happens right after the store's answer to the next write has been handed to the elector's thread. */
        void onNextWritten(Runnable action) {
            onWritten = action;
        }

        /** What happens right after the next read has been sent. */
        void onNextRead(Runnable action) {
            onRead = action;
        }

        /** The listener hangs in its next call, and in all that follow. */
        void stopsListening() {
            listens = false;
        }

        /** The listener comes back, and hears what it has missed. */
        void listensAgain() {
            listens = true;
            while (!unheard.isEmpty()) {
                scheduler.execute(unheard.poll());
            }
            settles();
        }

        /** Nothing comes through to the store or back any more. */
        void losesContact() {
            inTheWay = NO_WAY;
        }

        /** The store lets this instance neither read nor write. */
        void isRefused(String why) {
            inTheWay = new StoreFailure(StoreFailure.Kind.FORBIDDEN, why);
        }

        /** The store lets this instance read, and not write. */
        void mayNotWrite(String why) {
            failsToWrite(new StoreFailure(StoreFailure.Kind.FORBIDDEN, why));
        }

        /** Reads are answered, and writes are not. */
        void failsToWrite(StoreFailure trouble) {
            againstWrites = trouble;
        }

        void findsContact() {
            inTheWay = null;
            againstWrites = null;
        }

        /** What the monitor does besides writing down what it hears. */
        void onMeasured(Consumer<Measurement> reaction) {
            onMeasured = reaction;
        }

        boolean leads() {
            return election.isLeader();
        }

        @Override
        public void granted(Leadership leadership) {
            note("granted token " + leadership.fencingToken());
            onNews.accept("granted");
        }

        @Override
        public void revoked(Leadership leadership, LossReason reason) {
            note("revoked " + reason);
            onNews.accept("revoked");
        }

        @Override
        public void leaderChanged(Leadership leadership) {
            note("sees " + leadership.leaderIdentity());
            onNews.accept("sees");
        }

        void note(String news) {
            history.add(name + " " + news);
        }

        private void measured(String election, Measurement measurement) {
            measurements.add(measurement);
            onMeasured.accept(measurement);
        }

        private void tellInOrder(Runnable news) {
            if (listens) {
                scheduler.execute(news);
            } else {
                unheard.add(news);
            }
        }

        /**
         * The election's way to the store. The store itself may take any time: its time limits are real time, in which
         * this thread may have been stopped, and the elector keeps its own.
         */
        private final class Wire implements LeaseStore {

            private static final Duration ANY_TIME = Duration.ofHours(1);

            private final LeaseStore store;

            Wire(LeaseStore store) {
                this.store = store;
            }

            @Override
            public Request read(Duration timeout, Consumer<Answer> answer) {
                Request request = inTheWay == null ? store.read(ANY_TIME, through(answer)) : refused(answer, inTheWay);
                Runnable action = onRead;
                onRead = () -> {};
                action.run();
                return request;
            }

            @Override
            public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
                StoreFailure failure = againstWrites();
                return failure == null ? store.create(record, ANY_TIME, through(answer)) : refused(answer, failure);
            }

            @Override
            public Request replace(
                    StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
                StoreFailure failure = againstWrites();
                if (failure != null) {
                    return refused(answer, failure);
                }
                return store.replace(expected, record, ANY_TIME, given -> {
                    boolean release = given instanceof Answer.Written && !record.isHeld();
                    if (release) {
                        note("releases");
                    }
                    through(answer).accept(given);
                    Runnable action = onWritten;
                    onWritten = () -> {};
                    try {
                        action.run();
                    } catch (AssertionError failed) {
                        // The store keeps what a receiver of its answers throws to itself.
                        unheardFailures.add(failed);
                    }
                });
            }

            @Override
            public boolean canRehearse() {
                return rehearses;
            }

            @Override
            public Request rehearse(StoredLease lease, Duration timeout, Consumer<Answer> answer) {
                StoreFailure trouble = againstWrites();
                scheduler.execute(() -> answer.accept(trouble == null ? new Answer.Written(lease) : trouble));
                return () -> {};
            }

            @Override
            public Request watch(WatchListener news) {
                return store.watch(news);
            }

            @Override
            public String kind() {
                return store.kind();
            }

            @Override
            public String describe() {
                return store.describe();
            }

            @Override
            public void close() {
                store.close();
            }

            private Consumer<Answer> through(Consumer<Answer> answer) {
                return given -> answer.accept(inTheWay == null ? given : inTheWay);
            }

            private StoreFailure againstWrites() {
                return inTheWay == null ? againstWrites : inTheWay;
            }

            private Request refused(Consumer<Answer> answer, StoreFailure failure) {
                scheduler.execute(() -> answer.accept(failure));
                return () -> {};
            }
        }
    }

    private static final StoreFailure NO_WAY = new StoreFailure(StoreFailure.Kind.UNREACHABLE, "no way to the store");

    private final class Chance implements Randomness {

        @Override
        public String nextName() {
            names++;
            return "i-" + names;
        }

        @Override
        public double nextFraction() {
            return 0.5;
        }
    }
}
