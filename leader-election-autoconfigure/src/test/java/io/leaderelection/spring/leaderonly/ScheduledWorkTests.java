package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeaderElectionControl;
import io.leaderelection.LeaderOnly;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.Otherwise;
import io.leaderelection.gate.GatedElection;
import io.leaderelection.lock.memory.MemoryLeases;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.test.util.AopTestUtils;
import reactor.core.publisher.Mono;

/** Scheduled methods: the leader's run, the others' do not, and all go on when leadership comes back. */
@Timeout(180)
class ScheduledWorkTests {

    private static final Class<?>[] MEASURED = {
        ObservationAutoConfiguration.class,
        ScheduledTasksObservationAutoConfiguration.class,
        Measuring.class,
        Scheduling.class,
        Schedules.class
    };

    private final MemoryLeases leases = new MemoryLeases();

    @Test
    void everyKindOfScheduleRunsOnTheLeaderAloneAndGoesOnWhenLeadershipComesBack() {
        try (GatedReplica one = GatedReplica.leader(leases, Scheduling.class, Schedules.class);
                GatedReplica two = GatedReplica.follower(leases, Scheduling.class, Schedules.class)) {
            two.events.await(LeaderChangedEvent.class);
            one.target(Schedules.class).awaitAll();
            assertThat(two.target(Schedules.class).runs).isEmpty();

            LeaderElectionControl.of(one.election()).stop();
            two.events.await(LeadershipGrantedEvent.class);
            two.target(Schedules.class).awaitAll();
            LeaderElectionControl.of(one.election()).start();
            two.close();
            one.events.await(LeadershipGrantedEvent.class);
            one.target(Schedules.class).runs.clear();
            one.target(Schedules.class).awaitAll();
        }
    }

    @Test
    void afterALossNoRunIsLetIn() {
        try (GatedReplica replica =
                GatedReplica.leader(leases, Scheduling.class, Schedules.class, HandOverTests.ElectsNobody.class)) {
            Schedules schedules = replica.target(Schedules.class);
            schedules.awaitAll();

            leases.delete("shop");
            replica.events.await(LeadershipRevokedEvent.class);
            await().until(() ->
                    ((GatedElection) replica.election()).runningCalls().isEmpty());
            schedules.runs.clear();
            schedules.awaitTicks(3);

            assertThat(schedules.runs).isEmpty();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsAreGated() {
        try (GatedReplica one = GatedReplica.leader(leases, VirtualScheduling.class, Schedules.class);
                GatedReplica two = GatedReplica.follower(leases, VirtualScheduling.class, Schedules.class)) {
            one.target(Schedules.class).awaitAll();
            two.target(Schedules.class).awaitTicks(3);
            assertThat(two.target(Schedules.class).runs).isEmpty();
        }
    }

    @Test
    void aRunThatIsSkippedIsObservedAsThat() {
        try (GatedReplica one = GatedReplica.leader(leases, Scheduling.class, Observing.class, Schedules.class);
                GatedReplica two = GatedReplica.follower(leases, Scheduling.class, Observing.class, Schedules.class)) {
            one.target(Schedules.class).awaitAll();
            two.target(Schedules.class).awaitTicks(3);

            await().untilAsserted(() ->
                    assertThat(one.bean(Observing.class).succeeded).contains("fixedRate", "ungated"));
            await().untilAsserted(
                            () -> assertThat(two.bean(Observing.class).skipped).contains("fixedRate", "reactive"));
            assertThat(two.bean(Observing.class).succeeded).containsOnly("ungated");
        }
    }

    @Test
    void bootsTimerOfScheduledTasksCountsWhatWasRun() {
        try (GatedReplica one = GatedReplica.leader(leases, MEASURED);
                GatedReplica two = GatedReplica.follower(leases, MEASURED)) {
            one.target(Schedules.class).awaitAll();
            two.target(Schedules.class).awaitTicks(3);

            await().untilAsserted(() -> assertThat(timedFunctions(one)).contains("fixedRate", "ungated"));
            assertThat(timedFunctions(two)).containsOnly("ungated");
        }
    }

    private static Stream<String> timedFunctions(GatedReplica replica) {
        return replica
                .bean(MeterRegistry.class)
                .find("tasks.scheduled.execution")
                .tag("outcome", "SUCCESS")
                .timers()
                .stream()
                .map(timer -> timer.getId().getTag("code.function"));
    }

    @Test
    void aMethodThatAsksForItRunsOnceWhenLeadershipIsGranted() throws InterruptedException {
        try (GatedReplica replica = GatedReplica.leader(leases, Scheduling.class, FirstRun.class)) {
            FirstRun first = replica.target(FirstRun.class);
            await().until(() -> first.threads.size() == 1);
            assertThat(first.threads.keySet()).singleElement().asString().startsWith("second-");
            assertThat(first.others).hasValue(0);

            replica.election().resign(Duration.ZERO);
            replica.events.await(LeadershipGrantedEvent.class);

            await().until(() -> first.runs.get() == 2);
        }
    }

    @Test
    void noRunOfAMethodThatAsksForItOverlapsAnother() throws InterruptedException {
        GatedReplica.fixed(true).withBean(Overlapping.class).run(context -> {
            Overlapping bean = context.getBean(Overlapping.class);
            Overlapping target = AopTestUtils.getUltimateTargetObject(bean);
            Thread first = new Thread(bean::work);
            first.start();
            target.begun.await();

            bean.work();
            assertThat(target.runs).hasValue(1);

            target.end.countDown();
            first.join();
            bean.work();
            assertThat(target.runs).hasValue(2);
        });
    }

    @Test
    void aRunThatIsSkippedBesideAnotherIsNoSuccess() throws InterruptedException {
        try (GatedReplica replica = GatedReplica.leader(
                leases,
                ObservationAutoConfiguration.class,
                ScheduledTasksObservationAutoConfiguration.class,
                Measuring.class,
                Scheduling.class,
                Overlapping.class)) {
            Overlapping target = replica.target(Overlapping.class);
            Runnable tick = tick(replica);
            target.begun.await(); // the grant's run

            tick.run();
            assertThat(target.runs).hasValue(1);
            assertThat(timedFunctions(replica)).isEmpty();

            target.end.countDown();
            await().until(() -> timedRuns(replica) == 1);
            tick.run();
            assertThat(target.runs).hasValue(2);
            assertThat(timedRuns(replica)).isEqualTo(2);
        }
    }

    @Test
    void aRunThatIsSkippedBehindAJdkProxyIsNoSuccess() {
        try (GatedReplica one = GatedReplica.leader(leases, MEASURED);
                GatedReplica two = GatedReplica.with(
                        leases,
                        "spring.aop.proxy-target-class=false",
                        ObservationAutoConfiguration.class,
                        ScheduledTasksObservationAutoConfiguration.class,
                        Measuring.class,
                        Scheduling.class,
                        Behind.class)) {
            two.events.await(LeaderChangedEvent.class);
            assertThat(two.bean(Errand.class)).isInstanceOf(Proxy.class);

            Runnable tick = tick(two);
            tick.run();
            assertThat(timedRuns(two)).isZero();

            one.close();
            two.events.await(LeadershipGrantedEvent.class);
            tick.run();
            assertThat(timedRuns(two)).isEqualTo(1);
        }
    }

    /** What the only schedule runs. */
    private static Runnable tick(GatedReplica replica) {
        return replica.bean(ScheduledTaskHolder.class)
                .getScheduledTasks()
                .iterator()
                .next()
                .getTask()
                .getRunnable();
    }

    private static long timedRuns(GatedReplica replica) {
        return replica
                .bean(MeterRegistry.class)
                .find("tasks.scheduled.execution")
                .tag("outcome", "SUCCESS")
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Scheduling {

        @Bean
        TaskScheduler taskScheduler() {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setPoolSize(2);
            return scheduler;
        }

        @Bean
        TaskScheduler second() {
            return new ThreadPoolTaskScheduler();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class VirtualScheduling {

        @Bean
        TaskScheduler taskScheduler() {
            SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
            scheduler.setVirtualThreads(true);
            return scheduler;
        }

        @Bean
        TaskScheduler second() {
            return taskScheduler();
        }
    }

    static class Schedules {

        private static final String[] KINDS = {"fixedRate", "fixedDelay", "cron", "several", "second", "reactive"};

        private final Map<String, Integer> runs = new ConcurrentHashMap<>();
        private final AtomicInteger ticks = new AtomicInteger();

        @LeaderOnly
        @Scheduled(fixedRate = 20)
        void fixedRate() {
            runs.merge("fixedRate", 1, Integer::sum);
        }

        @LeaderOnly
        @Scheduled(fixedDelay = 20)
        void fixedDelay() {
            runs.merge("fixedDelay", 1, Integer::sum);
        }

        @LeaderOnly
        @Scheduled(cron = "* * * * * *")
        void cron() {
            runs.merge("cron", 1, Integer::sum);
        }

        @LeaderOnly
        @Scheduled(fixedRate = 20)
        @Scheduled(fixedDelay = 30)
        void several() {
            runs.merge("several", 1, Integer::sum);
        }

        @LeaderOnly
        @Scheduled(fixedRate = 20, scheduler = "second")
        void second() {
            runs.merge("second", 1, Integer::sum);
        }

        @LeaderOnly(otherwise = Otherwise.SKIP)
        @Scheduled(fixedRate = 20)
        Mono<Void> reactive() {
            return Mono.fromRunnable(() -> runs.merge("reactive", 1, Integer::sum));
        }

        @Scheduled(fixedRate = 20)
        void ungated() {
            ticks.incrementAndGet();
        }

        void awaitAll() {
            await().untilAsserted(() -> assertThat(runs).containsOnlyKeys(KINDS));
        }

        /** So many runs of a method that is not gated, beside those that are. */
        void awaitTicks(int count) {
            int before = ticks.get();
            await().until(() -> ticks.get() >= before + count);
        }
    }

    static class FirstRun {

        private final Map<String, Boolean> threads = new ConcurrentHashMap<>();
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger others = new AtomicInteger();

        @LeaderOnly(runOnGrant = true)
        @Scheduled(cron = "0 0 0 1 1 *", scheduler = "second")
        void work() {
            threads.put(Thread.currentThread().getName(), true);
            runs.incrementAndGet();
        }

        @LeaderOnly
        @Scheduled(cron = "0 0 0 1 1 *")
        void other() {
            others.incrementAndGet();
        }
    }

    static class Overlapping {

        private final AtomicInteger runs = new AtomicInteger();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        @LeaderOnly(runOnGrant = true)
        @Scheduled(cron = "0 0 0 1 1 *")
        void work() {
            runs.incrementAndGet();
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    interface Errand {

        void work();
    }

    static class Behind implements Errand {

        @LeaderOnly
        @Scheduled(cron = "0 0 0 1 1 *")
        @Override
        public void work() {}
    }

    /** Timers of what Spring Boot observes. */
    @Configuration(proxyBeanMethods = false)
    static class Measuring {

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        DefaultMeterObservationHandler timers(MeterRegistry meters) {
            return new DefaultMeterObservationHandler(meters);
        }
    }

    /** As Spring Boot observes scheduled tasks. */
    @Configuration(proxyBeanMethods = false)
    static class Observing {

        private final Set<String> succeeded = ConcurrentHashMap.newKeySet();
        private final Set<String> skipped = ConcurrentHashMap.newKeySet();

        @Bean
        SchedulingConfigurer observedTasks(ObservationFilter filter) {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig().observationFilter(filter);
            registry.observationConfig().observationHandler(new Handler());
            return registrar -> registrar.setObservationRegistry(registry);
        }

        private class Handler implements ObservationHandler<ScheduledTaskObservationContext> {

            @Override
            public void onStop(ScheduledTaskObservationContext task) {
                String outcome = task.getLowCardinalityKeyValue("outcome").getValue();
                (outcome.equals("SKIPPED") ? skipped : succeeded)
                        .add(task.getMethod().getName());
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof org.springframework.scheduling.support.ScheduledTaskObservationContext;
            }
        }
    }
}
