package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeaderOnly;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.NotLeaderException;
import io.leaderelection.Otherwise;
import io.leaderelection.lock.memory.MemoryLeases;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Work that goes on when the method has returned: it is gated and awaited, not the call. */
@Timeout(180)
class AsynchronousWorkTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MemoryLeases leases = new MemoryLeases();

    @Test
    void aStageIsAwaitedBeforeTheLeaseIsReleased() {
        try (GatedReplica one = GatedReplica.leader(leases, Work.class);
                GatedReplica two = GatedReplica.follower(leases, Work.class)) {
            two.events.await(LeaderChangedEvent.class);
            CompletionStage<String> stage = one.bean(Work.class).stage();

            one.handOver();
            one.events.await(LeadershipRevokedEvent.class);
            assertThat(two.events.terms()).as("while the stage goes on").isEmpty();
            one.target(Work.class).stage.complete("done");

            two.events.await(LeadershipGrantedEvent.class);
            assertThat(stage.toCompletableFuture()).isCompletedWithValue("done");
        }
    }

    @Test
    void aStageIsCancelledWhereThatIsAskedFor() {
        try (GatedReplica replica = GatedReplica.leader(leases, Work.class)) {
            CompletableFuture<String> stage = replica.bean(Work.class).cancelled();

            replica.election().resign();

            assertThat(stage).failsWithin(PATIENCE);
            assertThat(stage).isCancelled();
        }
    }

    @Test
    void aFollowersStageIsCompleteOrFails() {
        GatedReplica.fixed(false).withBean(Work.class).run(context -> {
            Work work = context.getBean(Work.class);
            assertThat(work.skipped()).isCompletedWithValue(null);
            assertThat(work.empty()).isCompletedWithValue(List.of());
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> work.stage().toCompletableFuture().join())
                    .withCauseInstanceOf(NotLeaderException.class);
        });
    }

    @Test
    void aMethodThatMakesNoStageEndsItsCall() {
        try (GatedReplica one = GatedReplica.leader(leases, Work.class);
                GatedReplica two = GatedReplica.follower(leases)) {
            two.events.await(LeaderChangedEvent.class);
            assertThat(one.bean(Work.class).none()).isNull();
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(one.bean(Work.class)::fails);

            one.handOver();

            two.events.await(LeadershipGrantedEvent.class);
        }
    }

    @Test
    void asynchronousMethodsAreGatedWhereTheyRun() {
        try (GatedReplica one = GatedReplica.leader(leases, AsyncWork.class);
                GatedReplica two = GatedReplica.follower(leases, AsyncWork.class, Skips.class)) {
            two.events.await(LeaderChangedEvent.class);
            assertThat(one.bean(AsyncWork.class).threadAndCall())
                    .succeedsWithin(PATIENCE)
                    .asString()
                    .doesNotStartWith(Thread.currentThread().getName())
                    .endsWith("AsyncWork.threadAndCall");
            assertThat(two.bean(AsyncWork.class).threadAndCall()).failsWithin(PATIENCE);
            two.bean(AsyncWork.class).work();
            assertThat(two.bean(Skips.class).first).succeedsWithin(PATIENCE).isEqualTo("AsyncWork.work");
            CompletableFuture<Void> released = new CompletableFuture<>();
            one.target(AsyncWork.class).release = released;
            one.bean(AsyncWork.class).work();
            assertThat(one.target(AsyncWork.class).begun).succeedsWithin(PATIENCE);

            one.handOver();
            one.events.await(LeadershipRevokedEvent.class);
            assertThat(two.events.terms()).as("while the work goes on").isEmpty();
            released.complete(null);

            two.events.await(LeadershipGrantedEvent.class);
            assertThat(two.target(AsyncWork.class).begun).isNotDone();
        }
    }

    @Test
    void aSubscriptionIsAwaitedBeforeTheLeaseIsReleased() {
        try (GatedReplica one = GatedReplica.leader(leases, Reactive.class);
                GatedReplica two = GatedReplica.follower(leases, Reactive.class)) {
            two.events.await(LeaderChangedEvent.class);
            CompletableFuture<String> result =
                    one.bean(Reactive.class).one().map(Object::toString).toFuture();

            one.handOver();
            one.events.await(LeadershipRevokedEvent.class);
            assertThat(two.events.terms()).as("while the subscription goes on").isEmpty();
            one.target(Reactive.class).sink.tryEmitValue("done");

            two.events.await(LeadershipGrantedEvent.class);
            assertThat(result).succeedsWithin(PATIENCE).isEqualTo("done");
        }
    }

    @Test
    void theMethodRunsWhenSomebodySubscribesAndAnewForEach() {
        GatedReplica.fixed(true).withBean(Reactive.class).run(context -> {
            Reactive reactive = context.getBean(Reactive.class);
            Flux<String> many = reactive.many("a");
            assertThat(reactive.calls()).isEmpty();
            assertThat(many.collectList().block(PATIENCE)).containsExactly("a", "Reactive.many");
            assertThat(many.collectList().block(PATIENCE)).containsExactly("a", "Reactive.many");
            assertThat(reactive.calls()).containsExactly("a", "a");
        });
    }

    @Test
    void aFollowersSubscriptionIsEmptyOrFailsAndNothingIsRun() {
        GatedReplica.fixed(false).withBean(Reactive.class).run(context -> {
            Reactive reactive = context.getBean(Reactive.class);
            assertThat(reactive.many("a").collectList().block(PATIENCE)).isEmpty();
            assertThatExceptionOfType(NotLeaderException.class)
                    .isThrownBy(() -> reactive.one().block(PATIENCE));
            assertThat(reactive.calls()).isEmpty();
        });
    }

    @Test
    void aSubscriptionIsCancelledWhereThatIsAskedFor() {
        try (GatedReplica replica = GatedReplica.leader(leases, Reactive.class)) {
            Reactive reactive = replica.bean(Reactive.class);
            CompletableFuture<String> one = reactive.endlessOne().toFuture();
            CompletableFuture<List<String>> many =
                    reactive.endlessMany().collectList().toFuture();

            replica.election().resign();

            assertThat(one)
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(NotLeaderException.class);
            assertThat(many)
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(NotLeaderException.class);
            assertThat(replica.target(Reactive.class).cancelled).containsExactlyInAnyOrder("one", "many");
        }
    }

    @Test
    void whatASubscribedMethodThrowsItsSubscriberGets() {
        try (GatedReplica replica = GatedReplica.leader(leases, Reactive.class)) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> replica.bean(Reactive.class).fails().block(PATIENCE))
                    .withMessage("broken");
        }
    }

    @Test
    void aspectsInsideFindTheirInvocationThoughItRunsLater() {
        GatedReplica.fixed(true)
                .withBean(Reactive.class)
                .withBean(Tracing.class)
                .run(context -> {
                    Reactive reactive = context.getBean(Reactive.class);
                    Flux<String> many = reactive.many("a");
                    assertThat(many.collectList().block(PATIENCE)).hasSize(2);
                    assertThat(context.getBean(Tracing.class).seen).containsExactly("many(a)");
                });
    }

    static class Work {

        private final CompletableFuture<String> stage = new CompletableFuture<>();

        @LeaderOnly(otherwise = Otherwise.THROW)
        CompletionStage<String> stage() {
            return CompletableFuture.completedFuture("").thenCompose(done -> inner());
        }

        @LeaderOnly(otherwise = Otherwise.THROW, interrupt = true)
        CompletableFuture<String> cancelled() {
            return new CompletableFuture<>();
        }

        @LeaderOnly(otherwise = Otherwise.SKIP)
        CompletableFuture<String> skipped() {
            return CompletableFuture.completedFuture("not skipped");
        }

        @LeaderOnly(otherwise = Otherwise.EMPTY)
        CompletableFuture<List<String>> empty() {
            return CompletableFuture.completedFuture(List.of("not empty"));
        }

        @LeaderOnly(otherwise = Otherwise.SKIP)
        CompletableFuture<String> none() {
            return null;
        }

        @LeaderOnly(otherwise = Otherwise.SKIP)
        CompletableFuture<String> fails() {
            throw new IllegalStateException("broken");
        }

        private CompletableFuture<String> inner() {
            return stage;
        }
    }

    @EnableAsync
    static class AsyncWork {

        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private volatile CompletableFuture<Void> release = CompletableFuture.completedFuture(null);

        @Async
        @LeaderOnly(otherwise = Otherwise.THROW)
        public CompletableFuture<String> threadAndCall() {
            return CompletableFuture.completedFuture(Thread.currentThread().getName() + " "
                    + GatedCall.current().orElseThrow().name());
        }

        @Async
        @LeaderOnly
        public void work() {
            begun.complete(null);
            release.join();
        }
    }

    /** Knows the first call that was skipped. */
    static class Skips implements GatedCallListener {

        private final CompletableFuture<String> first = new CompletableFuture<>();

        @Override
        public void call(String election, String call, Outcome outcome) {
            if (outcome == Outcome.SKIPPED) {
                first.complete(call);
            }
        }
    }

    static class Reactive {

        private final Sinks.One<String> sink = Sinks.one();
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private final List<String> cancelled = new CopyOnWriteArrayList<>();

        @LeaderOnly(otherwise = Otherwise.THROW)
        Mono<String> one() {
            calls.add("one");
            return sink.asMono();
        }

        @LeaderOnly(otherwise = Otherwise.EMPTY)
        Flux<String> many(String what) {
            calls.add(what);
            return Flux.deferContextual(
                    context -> Flux.just(what, context.get(GatedCall.class).name()));
        }

        @LeaderOnly(otherwise = Otherwise.THROW, interrupt = true)
        Mono<String> endlessOne() {
            return Mono.<String>never().doOnCancel(() -> cancelled.add("one"));
        }

        @LeaderOnly(otherwise = Otherwise.THROW, interrupt = true)
        Flux<String> endlessMany() {
            return Flux.<String>never().doOnCancel(() -> cancelled.add("many"));
        }

        @LeaderOnly(otherwise = Otherwise.THROW)
        Mono<String> fails() {
            throw new IllegalArgumentException("broken");
        }

        List<String> calls() {
            return calls;
        }
    }

    @Aspect
    static class Tracing {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Around("execution(* *..Reactive.many(..))")
        Object trace(ProceedingJoinPoint point) throws Throwable {
            seen.add(point.getSignature().getName() + "(" + point.getArgs()[0] + ")");
            return point.proceed();
        }
    }
}
