package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.NotLeaderException;
import io.leaderelection.lock.memory.MemoryLeases;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Suspending functions of Kotlin: the work is gated and awaited, not the call. */
@Timeout(180)
class SuspendingWorkTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MemoryLeases leases = new MemoryLeases();

    @Test
    void aSuspendedFunctionIsAwaitedBeforeTheLeaseIsReleased() {
        try (GatedReplica one = GatedReplica.leader(leases, Suspending.class);
                GatedReplica two = GatedReplica.follower(leases, Suspending.class)) {
            two.events.await(LeaderChangedEvent.class);
            CompletableFuture<String> result = Calls.suspended(one.bean(Suspending.class));
            Suspending target = one.target(Suspending.class);
            assertThat(target.getBegun()).succeedsWithin(PATIENCE);

            one.handOver();
            one.events.await(LeadershipRevokedEvent.class);
            assertThat(two.events.terms()).as("while the function suspends").isEmpty();
            target.getRelease().complete("done");

            two.events.await(LeadershipGrantedEvent.class);
            assertThat(result).succeedsWithin(PATIENCE).isEqualTo("done");
        }
    }

    @Test
    void aSuspendedFunctionIsCancelledWhereThatIsAskedFor() {
        try (GatedReplica replica = GatedReplica.leader(leases, Suspending.class)) {
            CompletableFuture<String> result = Calls.interrupted(replica.bean(Suspending.class));
            assertThat(replica.target(Suspending.class).getBegun()).succeedsWithin(PATIENCE);

            replica.election().resign();

            assertThat(result)
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(NotLeaderException.class);
        }
    }

    @Test
    void theFunctionFindsItsCallInTheContextOfItsCoroutine() {
        GatedReplica.fixed(true)
                .withBean(Suspending.class)
                .run(context -> assertThat(Calls.callName(context.getBean(Suspending.class)))
                        .succeedsWithin(PATIENCE)
                        .isEqualTo("Suspending.callName"));
    }

    @Test
    void aFollowerRunsNothing() {
        GatedReplica.fixed(false).withBean(Suspending.class).run(context -> {
            Suspending bean = context.getBean(Suspending.class);
            assertThat(Calls.unit(bean)).succeedsWithin(PATIENCE);
            assertThat(Calls.callName(bean)).succeedsWithin(PATIENCE).isNull();
            assertThat(Calls.suspended(bean))
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(NotLeaderException.class);
            Suspending target = org.springframework.test.util.AopTestUtils.getUltimateTargetObject(bean);
            assertThat(target.getBegun()).isNotDone();
        });
    }

    @Test
    void aFollowerReturnsSomethingEmptyWhereThatIsChosen() {
        GatedReplica.fixed(false).withBean(Suspending.class).run(context -> {
            Suspending bean = context.getBean(Suspending.class);
            assertThat(Calls.names(bean)).succeedsWithin(PATIENCE).isEqualTo(List.of());
            assertThat(Calls.flow(bean)).succeedsWithin(PATIENCE).isEqualTo(List.of());
            assertThat(Calls.suspendedFlow(bean)).succeedsWithin(PATIENCE).isEqualTo(List.of());
        });
        GatedReplica.fixed(true).withBean(Suspending.class).run(context -> {
            Suspending bean = context.getBean(Suspending.class);
            assertThat(Calls.names(bean)).succeedsWithin(PATIENCE).isEqualTo(List.of("one"));
            assertThat(Calls.flow(bean)).succeedsWithin(PATIENCE).isEqualTo(List.of("one"));
            assertThat(Calls.suspendedFlow(bean)).succeedsWithin(PATIENCE).isEqualTo(List.of("one"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                SuspendingWithoutNull.class,
                OrdinaryWithoutNull.class,
                NumberWithoutNull.class,
                ValueClassWithoutNull.class,
                SuspendingValueClassWithoutNull.class
            })
    void nothingIsSkippedThatCannotBeNull(Class<?> bean) {
        GatedReplica.fixed(true)
                .withUserConfiguration(bean)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(bean.getSimpleName() + ".")
                        .hasStackTraceContaining("which cannot be null as Otherwise.SKIP would make it"));
    }

    @Test
    void whatCanBeNullIsSkipped() {
        GatedReplica.fixed(false)
                .withBean(WithNull.class)
                .run(context -> assertThat(Calls.nulls(context.getBean(WithNull.class)))
                        .succeedsWithin(PATIENCE)
                        .isEqualTo(Arrays.asList(null, null, null)));
    }

    @Test
    void aScheduledFunctionRunsOnTheLeaderAloneAndAfterAHandOverOnTheOther() {
        try (GatedReplica one =
                        GatedReplica.leader(leases, ScheduledWorkTests.Scheduling.class, SuspendingSchedule.class);
                GatedReplica two =
                        GatedReplica.follower(leases, ScheduledWorkTests.Scheduling.class, SuspendingSchedule.class)) {
            two.events.await(LeaderChangedEvent.class);
            await().atMost(PATIENCE)
                    .until(() -> one.target(SuspendingSchedule.class).getRuns().get() > 3);
            assertThat(two.target(SuspendingSchedule.class).getRuns()).hasValue(0);

            one.close();
            await().atMost(PATIENCE)
                    .until(() -> two.target(SuspendingSchedule.class).getRuns().get() > 1);
        }
    }

    @Test
    void aResultNeedsAChoiceHereToo() {
        GatedReplica.fixed(true)
                .withBean(SuspendingWithoutChoice.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidLeaderOnlyException.class)
                        .hasMessageContaining("SuspendingWithoutChoice.answer")
                        .hasMessageContaining("java.lang.Integer"));
    }
}
