package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.LeaderElectionControl;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeaderOnly;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.spring.LastListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.Scope;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/** What runs on a grant is what Spring's schedules run: the same methods of the same beans, as long as they do. */
class RunOnGrantTests {

    private static final String NEXT_YEAR = "0 0 0 1 1 *";

    private final List<String> runs = new ArrayList<>();
    private final ShortScope scope = new ShortScope();

    @Test
    void aJobThatIsSwitchedOffIsNotRun() {
        application()
                .withUserConfiguration(Scheduling.class)
                .withBean(Switched.class, () -> new Switched(runs))
                .withPropertyValues("jobs.report=-")
                .run(context -> {
                    grant(context);

                    assertThat(runs).containsExactly("purge");
                });
    }

    @Test
    void whereNothingIsScheduledNothingIsRun() {
        application()
                .withBean(Immediate.class)
                .withBean(Job.class, () -> new Job("job", runs))
                .run(context -> {
                    grant(context);

                    assertThat(runs).isEmpty();
                });
    }

    @Test
    void aBeanThatWasDestroyedIsRunNeitherOnAGrantNorByItsSchedule() {
        application()
                .withUserConfiguration(Scheduling.class)
                .withInitializer(context -> {
                    context.getBeanFactory().registerScope("short", scope);
                })
                .withBean("job", Job.class, () -> new Job("job " + scope.made, runs), d -> d.setScope("short"))
                .run(context -> {
                    for (int instance = 0; instance < 3; instance++) {
                        scope.renew();
                        context.getBean("job");
                    }

                    grant(context);

                    assertThat(runs).containsExactly("job 3");
                    assertThat(context.getBean(ScheduledTaskHolder.class).getScheduledTasks())
                            .hasSize(1);
                });
    }

    @Test
    void everyInstanceOfAPrototypeIsRunAsItsScheduleDoes() {
        application()
                .withUserConfiguration(Scheduling.class)
                .withBean("job", Job.class, () -> new Job("job", runs), d -> d.setScope(BeanDefinition.SCOPE_PROTOTYPE))
                .run(context -> {
                    context.getBean("job");
                    context.getBean("job");

                    grant(context);

                    assertThat(runs)
                            .hasSameSizeAs(
                                    context.getBean(ScheduledTaskHolder.class).getScheduledTasks());
                });
    }

    /** One that leads when it is told to. */
    private static ApplicationContextRunner application() {
        return GatedReplica.fixed(true)
                .withPropertyValues("leader.election.start=manual")
                .withBean(Granted.class);
    }

    /** Has the application lead, until all have heard of it. */
    private static void grant(ConfigurableApplicationContext context) {
        LeaderElectionControl.of(context.getBean(LeaderElections.class).get()).start();
        assertThat(context.getBean(Granted.class).heardByAll).succeedsWithin(Duration.ofMinutes(1));
    }

    /** Hears of the grant after all others. */
    static class Granted implements LastListener<LeadershipGrantedEvent> {

        private final CompletableFuture<Void> heardByAll = new CompletableFuture<>();

        @Override
        public void onApplicationEvent(LeadershipGrantedEvent event) {
            heardByAll.complete(null);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Scheduling {

        @Bean
        Immediate taskScheduler() {
            return new Immediate();
        }
    }

    /** Runs at once what is due at once. */
    static class Immediate extends ThreadPoolTaskScheduler {

        @Override
        public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
            task.run();
            return super.schedule(() -> {}, startTime);
        }
    }

    static class Job {

        private final String name;
        private final List<String> runs;

        Job(String name, List<String> runs) {
            this.name = name;
            this.runs = runs;
        }

        @LeaderOnly(runOnGrant = true)
        @Scheduled(cron = NEXT_YEAR)
        void work() {
            runs.add(name);
        }
    }

    static class Switched {

        private final List<String> runs;

        Switched(List<String> runs) {
            this.runs = runs;
        }

        @LeaderOnly(runOnGrant = true)
        @Scheduled(cron = "${jobs.report}")
        void report() {
            runs.add("report");
        }

        @LeaderOnly(runOnGrant = true)
        @Scheduled(cron = "${jobs.report}")
        @Scheduled(cron = NEXT_YEAR)
        void purge() {
            runs.add("purge");
        }
    }

    /** A scope that ends when it is told, as the one of refreshable beans. */
    private static final class ShortScope implements Scope {

        private final Map<String, Object> beans = new HashMap<>();
        private final List<Runnable> callbacks = new ArrayList<>();
        private int made;

        void renew() {
            beans.clear();
            callbacks.forEach(Runnable::run);
            callbacks.clear();
            made++;
        }

        @Override
        public Object get(String name, ObjectFactory<?> factory) {
            return beans.computeIfAbsent(name, none -> factory.getObject());
        }

        @Override
        public Object remove(String name) {
            return beans.remove(name);
        }

        @Override
        public void registerDestructionCallback(String name, Runnable callback) {
            callbacks.add(callback);
        }

        @Override
        public Object resolveContextualObject(String key) {
            return null;
        }

        @Override
        public String getConversationId() {
            return "short";
        }
    }
}
