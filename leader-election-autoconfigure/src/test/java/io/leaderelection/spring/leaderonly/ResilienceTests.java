package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeaderOnly;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.NotLeaderException;
import io.leaderelection.Otherwise;
import io.leaderelection.gate.GatedElection;
import io.leaderelection.lock.memory.MemoryLeases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** The annotations of Spring's resilience beside the gate: the gate is before them, and nothing begins after the term. */
@Timeout(180)
class ResilienceTests {

    @Test
    void aTermThatEndsBetweenTwoAttemptsLetsNoOtherBeginAndTheCallerIsTold() {
        try (GatedReplica replica = GatedReplica.leader(new MemoryLeases(), Resilient.class, Flaky.class)) {
            assertThatExceptionOfType(NotLeaderException.class).isThrownBy(replica.bean(Flaky.class)::fail);
            assertThat(replica.target(Flaky.class).attempts).hasValue(1);
        }
    }

    @Test
    void attemptsOfOneCallAreOneCallOfTheGate() {
        GatedReplica.fixed(true)
                .withUserConfiguration(Resilient.class, Steady.class)
                .run(context -> {
                    assertThat(context.getBean(Steady.class).succeedsAtTheThird())
                            .isEqualTo("third");
                    List<GatedCall> calls = GatedReplica.target(context, Steady.class).calls;
                    assertThat(calls)
                            .hasSize(3)
                            .allSatisfy(call -> assertThat(call).isSameAs(calls.get(0)));
                });
    }

    @Test
    void aFollowerTriesNothing() {
        GatedReplica.fixed(false)
                .withUserConfiguration(Resilient.class, Steady.class)
                .run(context -> {
                    assertThatExceptionOfType(NotLeaderException.class)
                            .isThrownBy(context.getBean(Steady.class)::succeedsAtTheThird)
                            .as("as the gate threw it, not after retries")
                            .satisfies(refused ->
                                    assertThat(refused.getSuppressed()).isEmpty());
                    assertThat(GatedReplica.target(context, Steady.class).calls).isEmpty();
                });
    }

    @Test
    void aCallThatWaitedForItsTurnDoesNotBeginAfterTheTerm() throws InterruptedException {
        try (GatedReplica replica = GatedReplica.leader(new MemoryLeases(), Resilient.class, Narrow.class)) {
            Narrow bean = replica.bean(Narrow.class);
            Narrow target = replica.target(Narrow.class);
            CompletableFuture<Void> first = CompletableFuture.runAsync(bean::work);
            target.begun.await();
            CompletableFuture<Throwable> second = new CompletableFuture<>();
            Thread waiting = new Thread(() -> second.complete(thrownBy(bean::work)));
            waiting.start();
            await().until(() ->
                    ((GatedElection) replica.election()).runningCalls().size() == 2);

            replica.election().resign();
            replica.events.await(LeadershipRevokedEvent.class);
            target.end.countDown();

            assertThat(first).succeedsWithin(Duration.ofMinutes(1));
            assertThat(second).succeedsWithin(Duration.ofMinutes(1)).isInstanceOf(NotLeaderException.class);
            assertThat(target.runs).hasValue(1);
        }
    }

    @Test
    void theGateIsBehindAsynchronousExecutionAloneAndBeforeAllElse() {
        GatedReplica.fixed(true)
                .withUserConfiguration(Resilient.class, Asynchronous.class, Everything.class)
                .run(context -> {
                    Advised proxy = (Advised) context.getBean(Everything.class);
                    List<String> order = Stream.of(proxy.getAdvisors())
                            .map(Advisor::getAdvice)
                            .map(advice -> advice.getClass().getSimpleName())
                            .toList();
                    assertThat(order).hasSizeGreaterThanOrEqualTo(4);
                    assertThat(order.get(0)).contains("Async");
                    assertThat(order.get(1)).isEqualTo("LeaderOnlyInterceptor");
                });
    }

    private static Throwable thrownBy(Runnable action) {
        try {
            action.run();
            return new AssertionError("it returned");
        } catch (RuntimeException thrown) {
            return thrown;
        }
    }

    @EnableResilientMethods
    static class Resilient {}

    @EnableAsync
    static class Asynchronous {}

    static class Flaky {

        final AtomicInteger attempts = new AtomicInteger();
        private final ObjectProvider<LeaderElections> elections;

        Flaky(ObjectProvider<LeaderElections> elections) {
            this.elections = elections;
        }

        @LeaderOnly
        @Retryable(maxRetries = 3, delay = 1)
        public void fail() {
            attempts.incrementAndGet();
            elections.getObject().get().resign();
            await().until(() -> !GatedCall.current().orElseThrow().isLeading());
            throw new IllegalStateException("the first attempt fails");
        }
    }

    static class Steady {

        final List<GatedCall> calls = new ArrayList<>();

        @LeaderOnly(otherwise = Otherwise.THROW)
        @Retryable(maxRetries = 3, delay = 1)
        public String succeedsAtTheThird() {
            calls.add(GatedCall.current().orElseThrow());
            if (calls.size() < 3) {
                throw new IllegalStateException("not yet");
            }
            return "third";
        }
    }

    static class Narrow {

        final AtomicInteger runs = new AtomicInteger();
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch end = new CountDownLatch(1);

        @LeaderOnly
        @ConcurrencyLimit(1)
        public void work() {
            runs.incrementAndGet();
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static class Everything {

        @Async
        @LeaderOnly
        @Retryable
        @ConcurrencyLimit(1)
        public void work() {}
    }
}
