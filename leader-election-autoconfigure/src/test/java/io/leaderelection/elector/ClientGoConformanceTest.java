package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.elector.Stage.Player;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.elector.system.SystemClock;
import io.leaderelection.elector.system.SystemRandomness;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.memory.MemoryLeaseStore;
import io.leaderelection.lock.memory.MemoryLeases;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The test cases of client-go and controller-runtime that mean something to an elector with a Lease, under their numbers
 * in {@code docs/conformance.md}. Where we differ on purpose, the test asserts what we do and says why.
 */
class ClientGoConformanceTest {

    private static final Duration RENEWAL = Duration.ofSeconds(3);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Scene scene = new Scene();

    // client-go, leaderelection_test.go

    @Test
    void cg01AcquireFromNoObject() {
        // Different: three requests, and one transition. The lease is created unheld and taken by a conditional write,
        // so
        // that the token is above the created object's revision when it is first written.
        scene.starts().does("watch", "read");
        scene.isAnswered().does("create");
        scene.isAnswered().does("write #1 term 1 token 2 over v1");
        scene.isAnswered()
                .is(State.LEADING)
                .does("grant term 1 token 2", "leader me", "DEADLINE in 9000 ms", "NEXT in 3000 ms");
    }

    @Test
    void cg02AcquireFromAnEmptySpec() {
        scene.lease.says(LeaseRecord.VACANT);
        scene.starts().isAnswered().does("write #1 term 1 token 2 over v1");
        scene.isAnswered().is(State.LEADING);
    }

    @Test
    void cg03TheRecordedDurationCounts() {
        // The same for a longer one.
        scene.lease.says(Records.sealed("other", 1, 40, 5));
        scene.starts().watchWorks().isAnswered();
        assertThat(scene.untilRings(TimerKind.NEXT)).isEqualTo(Duration.ofSeconds(40));

        // Stricter for a shorter one: we wait for our own duration at least, for the record may have been edited.
        Scene shorter = new Scene();
        shorter.lease.says(Records.sealed("other", 1, 3, 5));
        shorter.starts().watchWorks().isAnswered();
        assertThat(shorter.untilRings(TimerKind.NEXT)).isEqualTo(LEASE);
        shorter.passes(LEASE).isAnswered().does("SILENCE in 17000 ms", "write #1 term 8 token 6 over v1");
    }

    @Test
    void cg04AcquireFromARecordWithoutHolder() {
        scene.lease.says(new LeaseRecord("", 15, null, null, 0, null));
        scene.starts().isAnswered().does("write #1 term 1 token 2 over v1");
        scene.isAnswered().is(State.LEADING);
    }

    @Test
    void cg05AcquireFromALedRecordThatDidNotChangeForItsDuration() {
        scene.lease.says(Records.foreign("other", 1));
        scene.starts().watchWorks().isAnswered().passes(LEASE);

        scene.isAnswered().is(State.TAKING);
        assertThat(scene.written().leaseTransitions()).isEqualTo(8);
        scene.isAnswered().is(State.LEADING);
    }

    @Test
    void cg06AnEmptyHolderIsTakenAtOnceOnlyWithProof() {
        LeaseRecord held = Records.foreign("other", 1);
        scene.lease.says(held);
        scene.starts().watchWorks().isAnswered();
        scene.lease.says(Records.blankedBy(held));
        scene.hears().is(State.TAKING);

        // Stricter: we take a blank at once only if we saw who gave it up, or if a seal says so. It may have been
        // blanked
        // by hand while its holder works.
        Scene unseen = new Scene();
        unseen.lease.says(Records.blankedBy(held));
        unseen.starts().watchWorks().isAnswered().is(State.STANDBY).does("NEXT in 15000 ms");
    }

    @Test
    void cg07DoNotAcquireFromALedRecord() {
        scene.lease.says(Records.foreign("other", 1));
        scene.starts().watchWorks().isAnswered();

        scene.is(State.STANDBY).does("leader other", "SILENCE in 17000 ms", "NEXT in 15000 ms");
    }

    @Test
    void cg08RenewAnAcquiredRecord() {
        scene.leads();
        LeaseRecord acquired = scene.lease.now().record();
        scene.passes(RENEWAL).does("write #2 term 1 token 2 over v2");
        scene.isAnswered();
        assertThat(scene.lease.now().record().holderIdentity()).isEqualTo(acquired.holderIdentity());
        assertThat(scene.lease.now().record().leaseTransitions()).isEqualTo(acquired.leaseTransitions());
        assertThat(scene.lease.now().record().acquireTime()).isEqualTo(acquired.acquireTime());

        // Stricter: my name alone does not make it my lease. A restarted process waits its own lease out.
        Scene restarted = new Scene();
        restarted.lease.says(acquired);
        restarted.starts().watchWorks().isAnswered().is(State.STANDBY);
        assertThat(restarted.untilRings(TimerKind.NEXT)).isEqualTo(LEASE);
    }

    @Test
    void cg12ReleaseAfterAcquire() {
        // Different: one request, for the holder knows the version that it releases. The holder is absent, not empty:
        // client-java takes "" for somebody's name.
        scene.leads().stops().workEnds().does("no DRAIN", "no NEXT", "release #2 token 2 over v2");
        scene.isAnswered().is(State.STOPPED);

        LeaseRecord released = scene.lease.now().record();
        assertThat(released.holderIdentity()).isNull();
        assertThat(released.leaseDurationSeconds()).isEqualTo(1);
        assertThat(released.leaseTransitions()).isEqualTo(1);
        assertThat(released.acquireTime()).isNotNull();
        assertThat(released.renewTime()).isNotNull();
    }

    @Test
    void cg13ReleaseReadsFirstOnlyWhereItDoesNotKnow() {
        // Stricter: what was read is checked to be our own term. client-go checks what it remembers, and writes over
        // what
        // it has read: a leader that slept through a takeover blanks its successor's lease.
        scene.leads().passes(RETRY).stops().workEnds();
        scene.lease.says(Records.sealed("successor", 1));
        scene.isAnswered().does("read");
        scene.isAnswered().is(State.STOPPED);

        assertThat(scene.lease.now().record()).isEqualTo(Records.sealed("successor", 1));
    }

    @Test
    void cg14ReleaseIsRepeatedAfterAConflict() {
        scene.leads().passes(RETRY).stops().workEnds();
        scene.lease.isRelabelled();
        scene.isAnswered().does("read");
        scene.isAnswered().does("release #3 token 2 over v3");
        scene.isAnswered().is(State.STOPPED);
        assertThat(scene.lease.now().record().isHeld()).isFalse();
    }

    @Test
    void cg15StoppedDuringARenewalTheLeaseIsReleased() {
        scene.leads().passes(RENEWAL).stops().does("revoke STOPPED", "DRAIN in 20000 ms");
        scene.workEnds().isAnswered().does("release #3 token 2 over v3");
        scene.isAnswered()
                .is(State.STOPPED)
                .does("no leader", "no DEADLINE", "no SILENCE", "unwatch", "let expire", "stopped");
        assertThat(scene.lease.now().record().isHeld()).isFalse();
    }

    @Test
    void cg16StoppedDuringAReadTheLeaseIsReleased() {
        scene.leads().passes(RENEWAL).isRefused().passes(75).does("read");
        scene.stops().workEnds().does("no DRAIN", "cancel", "release #3 token 2 over v2");
        scene.isAnswered().is(State.STOPPED);
        assertThat(scene.lease.now().record().isHeld()).isFalse();
    }

    @Test
    void cg17ConfigurationIsChecked() {
        assertThat(ElectionSettings.of("test", "me", Timings.BALANCED)).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ElectionSettings.of("test", "", Timings.BALANCED))
                .withMessage("identity must not be empty; name this instance, for people to read");
    }

    @Test
    void cg18TheFastPathNeedsOneRequestForARenewal() {
        scene.starts().does("watch", "read");
        scene.isAnswered().does("create");
        scene.isAnswered().does("write #1 term 1 token 2 over v1");
        scene.isAnswered().passes(RENEWAL).does("write #2 term 1 token 2 over v2");
        scene.isAnswered().passes(RENEWAL).does("write #3 term 1 token 2 over v3");
    }

    @Test
    void cg19AConflictOnTheFastPathIsFollowedByAReadAndAWrite() {
        scene.leads();
        scene.lease.isRelabelled();
        scene.passes(RENEWAL).does("write #2 term 1 token 2 over v2");
        scene.isAnswered().passes(0).does("read");
        scene.isAnswered().does("write #3 term 1 token 2 over v3");
        scene.isAnswered().passes(RENEWAL).does("write #4 term 1 token 2 over v4");
    }

    @Test
    void cg20AskingWhileItRunsIsFreeOfRaces() throws Exception {
        try (ElectorThreads threads = new ElectorThreads(getClass().getClassLoader())) {
            LeaseStore store = new MemoryLeaseStore(new MemoryLeases(), "test", threads.requests());
            Ports ports = new Ports(
                    new SystemClock(), threads, new SystemRandomness(), threads.serial("test"), threads, "process");
            Timings fast = Timings.of(LEASE, Duration.ofSeconds(9), Duration.ofMillis(10));
            LeaseLeaderElection election = new LeaseLeaderElection(
                    ElectionSettings.of("test", "me", fast),
                    store,
                    ports,
                    new SilentListener(),
                    GatedCallListener.NONE);
            election.start();
            List<CompletableFuture<Long>> readers = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> highestTokenSeen(election, 50)))
                    .toList();
            for (CompletableFuture<Long> reader : readers) {
                assertThat(reader.get(60, TimeUnit.SECONDS)).isPositive();
            }
            CompletableFuture<Void> stopped = election.stop();
            await(stopped);
            store.close();
        }
    }

    /** Looks on and resigns until so many terms were seen; checks that every snapshot makes sense. */
    private static long highestTokenSeen(LeaseLeaderElection election, int terms) {
        long highest = 0;
        for (int seen = 0; seen < terms; ) {
            election.isLeader();
            election.runningCalls();
            Leadership leadership = election.leadership();
            assertThat(leadership.fencingToken()).isGreaterThanOrEqualTo(highest);
            if (leadership.fencingToken() > highest) {
                assertThat(leadership.term()).isPositive();
                highest = leadership.fencingToken();
                seen++;
                election.resign(Duration.ZERO);
            }
            Thread.onSpinWait();
        }
        return highest;
    }

    // client-go, healthzadaptor_test.go: asked of the gate, which knows its own end

    @Test
    void ch2AnExpiredTermIsNobodys() {
        Stage stage = new Stage();
        Player a = stage.enters("a");
        a.losesContact();
        stage.clock.passes(Duration.ofHours(1));

        // Stricter: there is no leader whose lease ran out an hour ago and who goes on.
        assertThat(a.leads()).isFalse();
    }

    @Test
    void ch3AnothersExpiredTermIsNotMyFailure() {
        Stage stage = new Stage();
        stage.enters("a").losesContact();
        Player b = stage.enters("b");
        stage.passes(Duration.ofHours(1));

        assertThat(b.leads()).isTrue();
    }

    @Test
    void ch5NoToleranceIsNeeded() {
        Stage stage = new Stage();
        Player a = stage.enters("a");
        assertThat(a.leads()).isTrue();
        stage.clock.passes(Scene.TIMINGS.renewDeadline());

        // Stricter: upstream allows an expired leader a tolerance. Ours stopped before its lease expired.
        assertThat(a.leads()).isFalse();
    }

    // kubernetes, test/integration/leaderelection

    @Test
    void ci1ACancelledLeaderStopsItsWorkAndIsToldSo() {
        Stage stage = new Stage();
        Player a = stage.enters("a");
        a.election.stop();
        stage.settles();

        assertThat(a.leads()).isFalse();
        assertThat(stage.history).containsSubsequence("a granted token 2", "a revoked STOPPED", "a releases");
    }

    @Test
    void ci2ALeaderWhoseRequestsAllFailStopsItsWorkAndIsToldSo() {
        Stage stage = new Stage();
        Player a = stage.enters("a");
        a.losesContact();
        stage.passes(Scene.TIMINGS.renewDeadline());

        assertThat(a.leads()).isFalse();
        assertThat(stage.history).contains("a revoked DEADLINE");
    }

    // controller-runtime, the election part of its manager's tests

    @Test
    void cm01TheLeaseIsGivenUpOnlyAfterAllWork() {
        Stage stage = new Stage();
        Player a = stage.enters("a");
        GatedCall work = a.election.tryEnter("work");
        a.election.stop();
        stage.passes(Duration.ofSeconds(10));
        assertThat(stage.history).doesNotContain("a releases");

        work.close();
        stage.settles();
        assertThat(stage.history).contains("a releases");
    }

    @Test
    void cm03AFollowerThatShutsDownStartsNoWork() {
        Stage stage = new Stage();
        stage.enters("a");
        Player b = stage.enters("b");
        b.election.stop();
        stage.passes(Duration.ofMinutes(1));

        assertThat(b.election.tryEnter("late")).isNull();
        assertThat(stage.history).noneMatch(news -> news.startsWith("b granted"));
    }

    @Test
    void cm05OfTwoWithOneNameOneLeads() {
        Stage stage = new Stage();
        Player first = stage.enters("twin");
        Player second = stage.enters("twin");
        stage.passes(Duration.ofMinutes(10));

        assertThat(first.leads()).isTrue();
        assertThat(second.leads()).isFalse();
        assertThat(second.election.tryEnter("work")).isNull();
    }

    @Test
    void cm10AfterTheStopTheRecordHasNoHolder() {
        Stage stage = new Stage();
        Player a = stage.enters("a");
        CompletableFuture<Void> stopped = a.election.stop();
        stage.settles();

        assertThat(stopped).isCompleted();
        assertThat(stage.history.get(stage.history.size() - 1)).isEqualTo("a sees null");
        assertThat(stage.enters("b").leads()).isTrue();
    }

    @Test
    void cm15WithoutPatienceNothingIsAwaitedAndNothingReleased() {
        // Different: upstream releases although work may run, and counts on the process to exit.
        Scene hasty = new Scene(new ElectionSettings(
                "test",
                "me",
                null,
                Scene.TIMINGS.withDrainTimeout(Duration.ZERO),
                true,
                true,
                0,
                Duration.ZERO,
                Duration.ofMinutes(10),
                RevisionGrace.NONE));
        hasty.leads().stops().does("revoke STOPPED", "DRAIN in 0 ms");
        hasty.passes(0).is(State.STOPPED);

        assertThat(hasty.lease.now().record().holderIdentity()).isEqualTo("me");
    }

    @Test
    void cm16WorkThatEndsLateLeavesNoThread() throws Exception {
        Thread elector;
        try (ElectorThreads threads = new ElectorThreads(getClass().getClassLoader())) {
            CompletableFuture<Thread> onElector = new CompletableFuture<>();
            threads.execute(() -> onElector.complete(Thread.currentThread()));
            elector = onElector.get(20, TimeUnit.SECONDS);
            LeaseStore store = new MemoryLeaseStore(new MemoryLeases(), "test", threads.requests());
            Ports ports = new Ports(
                    new SystemClock(), threads, new SystemRandomness(), threads.serial("test"), threads, "process");
            CompletableFuture<Void> granted = new CompletableFuture<>();
            LeaseLeaderElection election = new LeaseLeaderElection(
                    Scene.SETTINGS,
                    store,
                    ports,
                    new SilentListener() {
                        @Override
                        public void granted(Leadership leadership) {
                            granted.complete(null);
                        }
                    },
                    GatedCallListener.NONE);
            election.start();
            await(granted);
            GatedCall late = Objects.requireNonNull(election.tryEnter("late"));
            CompletableFuture<Void> stopped = election.stop();
            assertThat(stopped).isNotDone();
            late.close();
            await(stopped);
            store.close();
        }
        elector.join(20_000);
        assertThat(elector.isAlive()).isFalse();
    }

    private static void await(CompletableFuture<Void> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        future.get(20, TimeUnit.SECONDS);
    }

    private static class SilentListener implements LeadershipListener {

        @Override
        public void granted(Leadership leadership) {}

        @Override
        public void revoked(Leadership leadership, LossReason reason) {}

        @Override
        public void leaderChanged(Leadership leadership) {}
    }
}
