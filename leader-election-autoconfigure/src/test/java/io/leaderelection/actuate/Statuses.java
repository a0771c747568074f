package io.leaderelection.actuate;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.elector.FailureSnapshot;
import io.leaderelection.elector.StandbySnapshot;
import io.leaderelection.elector.StatusSnapshot;
import io.leaderelection.elector.StoreSnapshot;
import io.leaderelection.elector.TransitionSnapshot;
import io.leaderelection.gate.LeadershipSnapshot;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.status.ElectionProblem;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.ElectionStatus.Mode;
import io.leaderelection.status.StatusSource;
import io.leaderelection.status.StoreStatus;
import io.leaderelection.status.Timings;
import io.leaderelection.status.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Snapshots to show, of an election that does not exist. */
final class Statuses {

    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Statuses() {}

    /** A leader in its third term, whom the store has once not answered in time. */
    static ElectionStatus leader() {
        return status(Role.LEADER, store(Duration.ZERO, Duration.ZERO), List.of(), List.of(), Duration.ZERO);
    }

    static ElectionStatus follower(Duration outOfContact, Duration forbidden) {
        return status(Role.FOLLOWER, store(outOfContact, forbidden), List.of(), List.of(), Duration.ZERO);
    }

    /** Since when no request could be sent, for want of classes that fit each other. */
    static ElectionStatus incompatible(Duration outOfContact) {
        StoreStatus.Failure conflict =
                new FailureSnapshot(StoreFailure.Kind.INCOMPATIBLE, "NoSuchMethodError: x", NOON);
        StoreStatus store = new StoreSnapshot(
                "kubernetes", "Lease shop/billing", false, null, outOfContact, Duration.ZERO, conflict, null);
        return status(Role.FOLLOWER, store, List.of(), List.of(), Duration.ZERO);
    }

    /** A follower that knows no leader since noon. */
    static ElectionStatus withoutLeader(Role role, Mode mode, Duration outOfContact) {
        ElectionStatus led = status(role, store(outOfContact, Duration.ZERO), List.of(), List.of(), Duration.ZERO);
        Leadership known = led.leadership();
        return new StatusSnapshot(
                new LeadershipSnapshot(
                        known.election(), known.identity(), role, null, null, 3, 4710, NOON, known.lastLoss()),
                false,
                mode,
                null,
                Duration.ZERO,
                led.store(),
                led.timings(),
                Map.of(),
                List.of(),
                List.of(),
                led.transitions(),
                Duration.ZERO,
                List.of(),
                null);
    }

    static ElectionStatus withDeadWorker(Role role) {
        return status(role, store(Duration.ZERO, Duration.ZERO), List.of("consumer"), List.of(), Duration.ZERO);
    }

    static ElectionStatus withOverdueWork(Role role) {
        return status(role, store(Duration.ZERO, Duration.ZERO), List.of(), List.of("Billing.dispatch"), Duration.ZERO);
    }

    static ElectionStatus withSilentElector(Duration silence) {
        return status(Role.LEADER, store(Duration.ZERO, Duration.ZERO), List.of(), List.of(), silence);
    }

    static ElectionStatus withProblem(ElectionProblem problem) {
        ElectionStatus well = follower(Duration.ZERO, Duration.ZERO);
        return new StatusSnapshot(
                well.leadership(),
                well.leading(),
                well.mode(),
                well.sinceRenewal(),
                well.timeLeft(),
                well.store(),
                well.timings(),
                well.runningCalls(),
                well.deadWorkers(),
                well.overdueWork(),
                well.transitions(),
                well.electorSilence(),
                well.standbys(),
                problem);
    }

    /** An election that tells this status. */
    static LeaderElection electionOf(ElectionStatus status) {
        LeaderElection election = mock(LeaderElection.class, withSettings().extraInterfaces(StatusSource.class));
        when(election.name()).thenReturn(status.leadership().election());
        when(election.leadership()).thenReturn(status.leadership());
        when(election.isLeader()).thenReturn(status.leading());
        when(((StatusSource) election).status()).thenReturn(status);
        return election;
    }

    private static StoreStatus store(Duration outOfContact, Duration forbidden) {
        return new StoreSnapshot(
                "kubernetes",
                "Kubernetes Lease shop/billing at https://10.96.0.1:443",
                true,
                Duration.ofMillis(1200),
                outOfContact,
                forbidden,
                new FailureSnapshot(StoreFailure.Kind.TIMEOUT, "No answer in time", NOON.minusSeconds(600)),
                null);
    }

    private static ElectionStatus status(
            Role role, StoreStatus store, List<String> dead, List<String> overdue, Duration silence) {
        boolean leads = role == Role.LEADER;
        Leadership leadership = new LeadershipSnapshot(
                "billing",
                "billing-0",
                role,
                leads ? "billing-0" : "billing-1",
                leads ? "http://10.0.0.7:8080" : null,
                3,
                4710,
                NOON,
                LossReason.RESIGNED);
        return new StatusSnapshot(
                leadership,
                leads,
                Mode.CAMPAIGNING,
                leads ? Duration.ofMillis(1200) : null,
                leads ? Duration.ofMillis(8800) : Duration.ZERO,
                store,
                new Timings(
                        SECOND.multipliedBy(15),
                        SECOND.multipliedBy(10),
                        SECOND.multipliedBy(2),
                        Duration.ofMillis(3333),
                        SECOND.multipliedBy(20)),
                leads ? new TreeMap<>(Map.of("Billing.dispatch", 2, "consumer", 1)) : Map.of(),
                dead,
                overdue,
                List.of(
                        new TransitionSnapshot(
                                NOON, Transition.Kind.GRANTED, "billing-0", 3, 4710, null, Duration.ofMillis(80)),
                        new TransitionSnapshot(
                                NOON.minusMillis(80),
                                Transition.Kind.LEADER_CHANGED,
                                null,
                                0,
                                0,
                                null,
                                Duration.ofHours(2)),
                        new TransitionSnapshot(
                                NOON.minusSeconds(7200),
                                Transition.Kind.REVOKED,
                                null,
                                1,
                                4102,
                                LossReason.RESIGNED,
                                Duration.ofMinutes(90))),
                silence,
                leads
                        ? List.of(
                                new StandbySnapshot("billing-1", "7d9c5b8f4d"), new StandbySnapshot("billing-2", null))
                        : List.of(),
                null);
    }
}
