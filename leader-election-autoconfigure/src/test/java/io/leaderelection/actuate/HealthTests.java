package io.leaderelection.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leaderelection.Leadership.Role;
import io.leaderelection.spring.NamedLeaderElections;
import io.leaderelection.status.ElectionProblem;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.ElectionStatus.Mode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.actuate.endpoint.SimpleHttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.SimpleStatusAggregator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** When an instance is healthy, and when not any more. */
class HealthTests {

    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(90);

    @Test
    void aLeaderIsUpWithItsTerm() {
        Health health = health(Statuses.leader());
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("election", "billing")
                .containsEntry("role", Role.LEADER)
                .containsEntry("token", 4710L)
                .containsEntry("changes", "watching")
                .containsEntry("sinceRenewal", Duration.ofMillis(1200))
                .containsEntry("lastError", "2026-01-02T11:50:00Z: No answer in time (TIMEOUT)")
                .doesNotContainKeys("reason", "fix");
    }

    @Test
    void aFollowerIsUpToo() {
        Health health = health(Statuses.follower(SHORT, SHORT));
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails()).containsEntry("leader", "billing-1").doesNotContainKey("sinceRenewal");
    }

    @Test
    void whoIsRefusedForTooLongIsDown() {
        Health health = health(Statuses.follower(Duration.ZERO, LONG));
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat((String) health.getDetails().get("reason"))
                .isEqualTo("Kubernetes Lease shop/billing at https://10.96.0.1:443 has refused this instance for 1m30s:"
                        + " No answer in time");
        assertThat((String) health.getDetails().get("fix")).startsWith("Grant ");
    }

    @Test
    void whoHasNoContactForTooLongIsDown() {
        Health health = health(Statuses.follower(LONG, Duration.ZERO));
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat((String) health.getDetails().get("reason")).startsWith("No contact with Kubernetes Lease ");
    }

    @Test
    void whoseClassesDoNotFitIsDownAtOnceAndBlamesNoNetwork() {
        Health health = health(Statuses.incompatible(Duration.ofNanos(1)));
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails())
                .containsEntry("reason", "No request to Lease shop/billing can be sent: NoSuchMethodError: x");
        assertThat((String) health.getDetails().get("fix")).contains("versions").doesNotContain("network");
        assertThat(health(Statuses.incompatible(Duration.ZERO)).getStatus())
                .as("there has been an answer since")
                .isEqualTo(Status.UP);
    }

    @Test
    void aTermWithADeadWorkerIsDown() {
        Health health = health(Statuses.withDeadWorker(Role.LEADER));
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("reason", "Term 3 goes on without consumer, which failed in it");
        assertThat(health(Statuses.withDeadWorker(Role.FOLLOWER)).getStatus())
                .as("that term is over")
                .isEqualTo(Status.UP);
    }

    @Test
    void workThatOutlivesItsTermIsDown() {
        Health health = health(Statuses.withOverdueWork(Role.FOLLOWER));
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat((String) health.getDetails().get("reason")).contains("20s", "Billing.dispatch");
    }

    @Test
    void aTermWhoseListenersDoNotReturnIsDown() {
        Health health = health(Statuses.withOverdueWork(Role.LEADER));
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat((String) health.getDetails().get("reason"))
                .contains("Billing.dispatch has not returned since the grant of term 3");
    }

    @Test
    void anElectionThatLacksWhatItNeedsIsDownWithItsReasonAndFix() {
        Health health = health(Statuses.withProblem(new ElectionProblem("no thread", "raise the limit")));
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("reason", "no thread").containsEntry("fix", "raise the limit");
    }

    @Test
    void whoTakesNoPartIsNotHindered() {
        assertThat(health(Statuses.withOverdueWork(Role.INACTIVE)).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void thatNobodyLeadsIsToldAtOnceAndIsNoFaultForAsLongAsATakeoverTakes() {
        Health health = withoutLeader(Role.FOLLOWER, Mode.CAMPAIGNING, Duration.ZERO, Duration.ofSeconds(17));
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("noLeaderFor", Duration.ofSeconds(17))
                .doesNotContainKeys("reason", "leader");
    }

    @Test
    void thatNobodyLeadsForLongerIsUnknownWhichFailsNoProbe() {
        Health health = withoutLeader(Role.FOLLOWER, Mode.CAMPAIGNING, Duration.ZERO, Duration.ofSeconds(18));
        assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
        assertThat(health.getDetails())
                .containsEntry("reason", "Nobody leads, though the store answers")
                .containsKey("fix");
        assertThat(new SimpleStatusAggregator().getAggregateStatus(Status.UP, Status.UNKNOWN))
                .isEqualTo(Status.UP);
        assertThat(new SimpleHttpCodeStatusMapper().getStatusCode(Status.UNKNOWN))
                .isEqualTo(200);
        assertThat(withoutLeader(Role.FOLLOWER, Mode.CAMPAIGNING, LONG, LONG).getStatus())
                .as("a store that does not answer")
                .isEqualTo(Status.DOWN);
    }

    @Test
    void whereNoElectionIsHeldOrTakenPartInNobodyIsMissed() {
        assertThat(withoutLeader(Role.FOLLOWER, Mode.FIXED, Duration.ZERO, LONG).getDetails())
                .doesNotContainKey("noLeaderFor");
        assertThat(withoutLeader(Role.INACTIVE, Mode.CAMPAIGNING, Duration.ZERO, LONG)
                        .getDetails())
                .doesNotContainKey("noLeaderFor");
    }

    @Test
    void anElectorsThreadThatDoesNotAnswerIsDownInItsOwnContributor() {
        assertThat(elector(Duration.ofSeconds(29)).getStatus()).isEqualTo(Status.UP);
        Health health = elector(Duration.ofSeconds(30));
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsKeys("reason", "fix");
        assertThat(health(Statuses.withSilentElector(LONG)).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void limitsAreNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthLimits(SHORT, SHORT.negated(), SHORT))
                .withMessageContaining("leader.election.health.no-contact-for (-10s)");
    }

    private static Health health(ElectionStatus status) {
        return new LeaderElectionHealthIndicator(Statuses.electionOf(status), HealthLimits.DEFAULTS).health();
    }

    private static Health withoutLeader(Role role, Mode mode, Duration outOfContact, Duration time) {
        return new LeaderElectionHealthIndicator(
                        Statuses.electionOf(Statuses.withoutLeader(role, mode, outOfContact)),
                        HealthLimits.DEFAULTS,
                        () -> Statuses.NOON.plus(time))
                .health();
    }

    private static Health elector(Duration silence) {
        return new ElectorHealthIndicator(
                        new NamedLeaderElections(List.of(Statuses.electionOf(Statuses.withSilentElector(silence)))),
                        HealthLimits.DEFAULTS.electorStalled())
                .health();
    }
}
