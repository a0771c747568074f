package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderWorker;
import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.StandingThread;
import io.leaderelection.gate.TaskThreads;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.WatchListener;
import io.leaderelection.lock.memory.MemoryLeaseStore;
import io.leaderelection.status.ElectionMonitor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What is out of reach for a while costs a term at most, and never an instance: no thread can be started, a store or a
 * listener throws, there is no memory for an alarm.
 */
class ShortageTest {

    /** What can be refused. */
    private enum Good {
        THREAD,
        WORKER,
        SIGNAL,
        EVENT,
        ALARM,
        WATCH,
        READ,
        WRITE,
        ANSWER,
        CALL_LISTENER,
        PAUSE,
        PREPARATION,
        CLOCKS,
        LISTENER,
        CHECKED
    }

    private static final Duration A_WHILE = Scene.TIMINGS.leaseDuration().multipliedBy(2);

    private final Stage stage = new Stage();
    private final Set<Good> refused = EnumSet.noneOf(Good.class);
    private final List<String> history = new ArrayList<>();
    private final List<Request> unanswered = new ArrayList<>();
    private final ElectionSettings settings = ElectionSettings.of("test", "short", Scene.TIMINGS);
    private final LeaseLeaderElection election = new LeaseLeaderElection(
            settings,
            new Store(),
            new Ports(new Clocks(), new Clockwork(), new FailingChance(), new Events(), this::startTask, "p-short"),
            new Listener(),
            this::called,
            ElectionMonitor.NONE,
            new TakeoverRules(),
            ElectionLog.silent(settings));

    // The end of a term

    @Test
    void aTermEndsThoughNoThreadCanBeStartedForItsSignals() {
        leads();
        GatedCall call = election.enter("consumer");
        call.onStop(() -> history.add("told to stop"));

        refused.addAll(EnumSet.of(Good.SIGNAL, Good.WORKER, Good.EVENT));
        deleteTheLease();
        stage.passes(Duration.ofSeconds(1));
        refused.clear();
        stage.passes(A_WHILE);
        assertThat(history).as("work of a lost term").contains("told to stop", "revoked LEASE_DELETED");

        call.close();
        stage.passes(A_WHILE);
        assertThat(election.isLeader())
                .as("out of the election no longer than the shortage")
                .isTrue();
    }

    @Test
    void whatIsToldWhileNobodyCanHearItIsToldLaterInOrder() {
        refused.add(Good.EVENT);
        election.start();
        stage.passes(A_WHILE);
        if (election.isLeader()) {
            election.resign(Duration.ZERO);
        }
        refused.clear();
        stage.passes(A_WHILE);

        assertThat(election.isLeader()).isTrue();
        List<String> news = history.stream()
                .filter(line -> line.startsWith("granted") || line.startsWith("revoked"))
                .toList();
        assertThat(news).isNotEmpty();
        for (int i = 0; i < news.size(); i++) {
            assertThat(news.get(i)).startsWith(i % 2 == 0 ? "granted" : "revoked");
        }
    }

    // What the elector's thread refuses

    @Test
    void aStopThatIsRefusedDoesNotOvertakeTheStartBeforeIt() {
        leads();
        election.stop();
        stage.settles();

        election.resign();
        election.start();
        refused.add(Good.THREAD);
        CompletableFuture<Void> stopped = election.stop();
        refused.clear();
        stage.passes(A_WHILE);

        assertThat(stopped).isCompleted();
        assertThat(election.isLeader()).isFalse();
    }

    @Test
    void aStartDoesNotOvertakeTheStopThatWasRefusedBeforeIt() {
        leads();
        refused.add(Good.THREAD);
        election.stop();
        refused.clear();
        election.start();
        stage.passes(A_WHILE);

        assertThat(election.isLeader()).isTrue();
        assertThat(history).containsExactly("granted 1", "revoked STOPPED", "granted 2");
    }

    @Test
    void aStartThatIsRefusedIsToldToItsCaller() {
        refused.add(Good.THREAD);

        assertThatThrownBy(election::start).isInstanceOf(Error.class);
        refused.clear();
        stage.passes(A_WHILE);
        assertThat(election.state()).isEqualTo(State.STOPPED);
    }

    @Test
    void aStopFromWithinThatIsRefusedAwaitsTheOthersAllTheSame() {
        leads();
        GatedCall other = election.enter("other");
        List<CompletableFuture<Void>> rest = new ArrayList<>();
        election.runIfLeader(call -> {
            refused.add(Good.THREAD);
            rest.add(election.stopFromWithin());
            refused.clear();
        });
        stage.passes(Duration.ofSeconds(2));
        assertThat(rest.get(0)).isNotDone();

        other.close();
        stage.settles();
        assertThat(rest.get(0)).isCompleted();
    }

    // An elector that cannot go on

    @Test
    void anElectorThatFailsEndsItsTermTellsSoAndBeginsAnew() {
        leads();
        GatedCall call = election.enter("consumer");
        call.onStop(() -> history.add("told to stop"));

        theElectorFails();
        stage.passes(Scene.TIMINGS.renewInterval().minusMillis(500));
        assertThat(election.isLeader()).isFalse();
        assertThat(history).contains("told to stop", "revoked FAILED");
        assertThat(election.status().problem()).isNotNull();

        refused.clear();
        stage.passes(A_WHILE);
        assertThat(election.state()).as("while work of the lost term runs").isEqualTo(State.LOST);
        call.close();
        stage.passes(A_WHILE);
        assertThat(election.isLeader()).isTrue();
        assertThat(election.status().problem()).isNull();
    }

    @Test
    void anElectorThatFailsWhenTheWorkOfALostTermHasEndedDoesNotWaitForThatForEver() {
        leads();
        GatedCall call = election.enter("consumer");
        deleteTheLease();
        assertThat(election.state()).isEqualTo(State.LOST);

        refused.add(Good.CLOCKS);
        call.close();
        stage.settles();
        refused.clear();
        stage.passes(A_WHILE);

        assertThat(election.isLeader()).isTrue();
    }

    @Test
    void whatCouldNotBeToldBeforeTheElectorFailedIsToldOnceAndInOrder() {
        refused.add(Good.EVENT);
        election.start();
        stage.passes(Scene.TIMINGS.renewInterval().dividedBy(2));
        theElectorFails();
        stage.passes(Scene.TIMINGS.renewDeadline());

        refused.clear();
        stage.passes(A_WHILE);

        assertThat(history).containsExactly("granted 1", "revoked FAILED", "granted 2");
    }

    @Test
    void whoFollowsAfterAFailureDoesNotTakeItselfForTheLeader() {
        leads();
        GatedCall call = election.enter("consumer");
        theElectorFails();
        stage.passes(Scene.TIMINGS.renewDeadline());
        deleteTheLease();
        refused.clear();
        stage.passes(A_WHILE);

        assertThat(history).contains("revoked FAILED");
        assertThat(election.leadership().role()).isEqualTo(Leadership.Role.FOLLOWER);
        assertThat(election.leadership().leaderIdentity()).isNull();
        call.close();
    }

    @Test
    void anElectorThatFailsAgainAndAgainStopsAllTheSame() {
        leads();
        theElectorFails();
        stage.passes(A_WHILE);
        assertThat(election.isLeader()).isFalse();

        CompletableFuture<Void> stopped = election.stop();
        stage.passes(A_WHILE);
        assertThat(stopped).isCompleted();
        assertThat(election.leadership().role()).isEqualTo(Leadership.Role.INACTIVE);
    }

    @Test
    void anElectorThatFailsCallsOffWhatItWasAboutToCallOff() {
        leads();
        refused.add(Good.ANSWER);
        stage.passes(Scene.TIMINGS.renewInterval());
        assertThat(unanswered).hasSize(1);

        refused.add(Good.PAUSE);
        stage.passes(Scene.TIMINGS.attemptTimeout().multipliedBy(2));

        assertThat(history).contains("revoked FAILED");
        assertThat(unanswered).isEmpty();
    }

    // What the end needs, before the beginning

    @Test
    void noTermBeginsWhoseEndWouldLackAThreadAndHealthTellsSo() {
        refused.add(Good.PREPARATION);
        election.start();
        stage.passes(A_WHILE);
        assertThat(election.isLeader()).isFalse();
        assertThat(history).doesNotContain("granted 1");
        assertThat(election.status().problem().fix()).contains("pids limit");

        refused.clear();
        stage.passes(A_WHILE);
        assertThat(election.isLeader()).isTrue();
        assertThat(election.status().problem()).isNull();
    }

    // Timers, the store and its watch

    @Test
    void anAlarmThatCannotBeSetIsSetLater() {
        leads();
        refused.add(Good.ALARM);
        stage.passes(Scene.TIMINGS.renewInterval().plusSeconds(1));
        refused.clear();
        stage.passes(A_WHILE);

        assertThat(election.isLeader()).isTrue();
        deleteTheLease();
        stage.passes(A_WHILE);
        assertThat(election.isLeader()).isTrue();
    }

    @Test
    void aWatchThatCannotBeOpenedIsOpenedLater() {
        refused.add(Good.WATCH);
        election.start();
        stage.passes(A_WHILE);
        assertThat(election.isLeader()).as("polls meanwhile").isTrue();
        assertThat(election.status().store().watching()).isFalse();

        refused.clear();
        stage.passes(A_WHILE);
        assertThat(election.status().store().watching()).isTrue();
    }

    @Test
    void aStoreThatThrowsAnErrorIsAFailureLikeAnyOther() {
        leads();
        refused.addAll(EnumSet.of(Good.READ, Good.WRITE));
        stage.passes(A_WHILE);
        assertThat(election.isLeader()).isFalse();

        refused.clear();
        stage.passes(A_WHILE);
        assertThat(election.isLeader()).isTrue();
    }

    // Workers

    @Test
    void aWorkerWithoutThreadIsStartedLaterInTheSameTermAndHarmsNoOther() {
        refused.add(Good.WORKER);
        LeaderWorker one = election.whileLeading("one", call -> history.add("one works"));
        LeaderWorker two = election.whileLeading("two", call -> history.add("two works"));
        leads();
        assertThat(election.runningCalls())
                .as("calls of workers that do not run")
                .isEmpty();
        assertThat(election.deadWorkers()).containsExactly("one", "two");

        refused.clear();
        stage.passes(A_WHILE);
        assertThat(history).contains("one works", "two works");
        assertThat(history).filteredOn(line -> line.startsWith("granted")).hasSize(1);
        assertThat(election.deadWorkers()).isEmpty();
        one.close();
        two.close();
    }

    // What users supply

    @Test
    void aCallListenerThatThrowsChangesNothing() {
        leads();
        refused.add(Good.CALL_LISTENER);

        assertThat(election.runIfLeader(call -> history.add("worked"))).isTrue();
        assertThat(election.runningCalls()).isEmpty();
        GatedCall late = election.enter("late");
        election.resign(Duration.ZERO);
        stage.passes(Duration.ofSeconds(1));
        assertThat(election.tryEnter("after")).isNull();
        late.close();
        stage.passes(A_WHILE);
        assertThat(election.isLeader()).isTrue();
    }

    @Test
    void aSignalThatThrowsInItsCallerIsToldAndChangesNothing() {
        leads();
        GatedCall call = election.enter("call");
        election.resign(Duration.ZERO);
        stage.settles();

        call.onStop(() -> {
            throw new IllegalStateException("a signal with a bug");
        });
        call.close();
        stage.passes(A_WHILE);
        assertThat(election.isLeader()).isTrue();
    }

    /** Kotlin has no checked exceptions: such code may throw anything. */
    @Test
    void aCallListenerThatThrowsACheckedExceptionLeavesNoCallBehind() {
        leads();
        refused.add(Good.CHECKED);

        assertThat(election.runIfLeader(call -> history.add("worked"))).isTrue();
        assertThat(election.runningCalls()).isEmpty();
        election.resign(Duration.ZERO);
        stage.passes(A_WHILE);
        assertThat(election.isLeader()).isTrue();
    }

    @Test
    void aSignalThatThrowsACheckedExceptionKeepsNoOtherFromBeingHeard() {
        leads();
        GatedCall call = election.enter("consumer");
        call.onStop(() -> ShortageTest.<Error>sneak(new IOException("no checked exceptions here")));
        call.onStop(() -> history.add("told to stop"));
        election.resign(Duration.ZERO);
        stage.settles();

        assertThat(history).contains("told to stop");
    }

    @Test
    void aWorkerThatThrowsACheckedExceptionHasFailed() {
        election.whileLeading("consumer", call -> ShortageTest.<Error>sneak(new IOException("connection lost")));
        leads();

        assertThat(election.deadWorkers()).containsExactly("consumer");
    }

    @Test
    void aListenerThatThrowsAnErrorCostsNoTerm() {
        refused.add(Good.LISTENER);
        leads();
        election.resign(Duration.ZERO);
        stage.passes(A_WHILE);

        assertThat(election.isLeader()).isTrue();
        assertThat(history).contains("revoked RESIGNED");
    }

    private void leads() {
        election.start();
        stage.passes(Duration.ofSeconds(1));
        assertThat(election.isLeader()).isTrue();
    }

    /** Each write fails, and so does the elector when it chooses how long to pause after it, or until its next poll. */
    private void theElectorFails() {
        refused.addAll(Set.of(Good.WRITE, Good.WATCH, Good.PAUSE));
    }

    private void deleteTheLease() {
        stage.leases.delete("test");
        stage.settles();
        assertThat(election.isLeader()).isFalse();
    }

    private void spend(Good good) {
        if (refused.contains(good)) {
            throw new Error("unable to create native thread");
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    private final class Events implements StandingThread {
        @Override
        public void execute(Runnable news) {
            spend(Good.EVENT);
            stage.scheduler.execute(news);
        }

        @Override
        public void prepare() {
            spend(Good.PREPARATION);
        }
    }

    /** Chance that is not to be had when a pause is chosen: then the elector fails in the middle of its work. */
    private final class FailingChance implements Randomness {
        @Override
        public String nextName() {
            return stage.chance.nextName();
        }

        @Override
        public double nextFraction() {
            spend(Good.PAUSE);
            return stage.chance.nextFraction();
        }
    }

    private TaskThreads.StartedTask startTask(String name, Runnable task) {
        spend(name.contains("work") ? Good.WORKER : Good.SIGNAL);
        stage.scheduler.execute(task);
        return () -> {};
    }

    private void called(String election, String call, GatedCallListener.Outcome outcome) {
        spend(Good.CALL_LISTENER);
        if (refused.contains(Good.CHECKED)) {
            ShortageTest.<Error>sneak(new IOException("no checked exceptions here"));
        }
    }

    /** Clocks that cannot be read all at once now and then. */
    private final class Clocks implements ElectorClock {
        @Override
        public long nanoTime() {
            return stage.clock.nanoTime();
        }

        @Override
        public long wallMillis() {
            return stage.clock.wallMillis();
        }

        @Override
        public long bootNanos() {
            spend(Good.CLOCKS);
            return stage.clock.bootNanos();
        }
    }

    /** The elector's thread, with room for no more alarms now and then. */
    private final class Clockwork implements ElectorScheduler {
        @Override
        public void execute(Runnable task) {
            spend(Good.THREAD);
            stage.scheduler.execute(task);
        }

        @Override
        public Cancellation schedule(Duration delay, Runnable task) {
            spend(Good.ALARM);
            return stage.scheduler.schedule(delay, task);
        }

        @Override
        public Reminder reminder(Runnable task) {
            return stage.scheduler.reminder(task);
        }
    }

    private final class Listener implements LeadershipListener {
        @Override
        public void granted(Leadership leadership) {
            history.add("granted " + leadership.term());
            spend(Good.LISTENER);
        }

        @Override
        public void revoked(Leadership leadership, LossReason reason) {
            history.add("revoked " + reason);
            spend(Good.LISTENER);
        }

        @Override
        public void leaderChanged(Leadership leadership) {
            spend(Good.LISTENER);
        }
    }

    private final class Store implements LeaseStore {
        private final LeaseStore store = new MemoryLeaseStore(stage.leases, "test", stage.scheduler);

        @Override
        public Request read(Duration timeout, Consumer<Answer> answer) {
            spend(Good.READ);
            return store.read(Duration.ofHours(1), answer);
        }

        @Override
        public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
            spend(Good.WRITE);
            return store.create(record, Duration.ofHours(1), answer);
        }

        @Override
        public Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
            spend(Good.WRITE);
            if (refused.contains(Good.ANSWER)) {
                return silence();
            }
            return store.replace(expected, record, Duration.ofHours(1), answer);
        }

        private Request silence() {
            Request silent = new Request() {
                @Override
                public void cancel() {
                    unanswered.remove(this);
                }
            };
            unanswered.add(silent);
            return silent;
        }

        @Override
        public Request watch(WatchListener news) {
            spend(Good.WATCH);
            return store.watch(news);
        }

        @Override
        public String describe() {
            return store.describe();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
