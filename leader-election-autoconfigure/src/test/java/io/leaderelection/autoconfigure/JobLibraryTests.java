package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeaderOnly;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.Otherwise;
import io.leaderelection.spring.lifecycle.InvalidLifecycleException;
import io.leaderelection.spring.lifecycle.LeaderLifecycleRegistration;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.listeners.JobListenerSupport;
import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.Pollers;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;

/** Quartz, Spring Batch and pollers of Spring Integration with the leader's jobs, as docs/gating.md says. */
@Timeout(180)
class JobLibraryTests extends LeaseSpaceTests {

    private final Story story = new Story();
    private final CountDownLatch jobMayEnd = new CountDownLatch(1);

    @Test
    void aJobOfQuartzThatIsMarkedRunsOnTheLeaderAndIsAwaited() throws SchedulerException {
        TestApplication leader = replica(Quartz.class);
        leader.events.await(LeadershipGrantedEvent.class);
        TestApplication follower = replica(Quartz.class);
        follower.events.await(LeaderChangedEvent.class);

        trigger(follower);
        story.await("fired");
        assertThat(story.lines()).containsExactly("fired");

        trigger(leader);
        story.await("job runs");
        leader.election().resign(Duration.ofMinutes(1));
        leader.events.await(LeadershipRevokedEvent.class);
        story.tell("job may end");
        jobMayEnd.countDown();
        follower.events.await(LeadershipGrantedEvent.class);
        story.tell("successor leads");

        assertThat(story.lines()).containsSubsequence("job runs", "job may end", "job has run", "successor leads");
    }

    @Test
    void theSchedulerOfQuartzIsRefusedAsALifecycle() {
        assertThatExceptionOfType(InvalidLifecycleException.class)
                .isThrownBy(() -> replica(GatedQuartz.class))
                .withMessageContaining("'quartz'")
                .satisfies(refused -> assertThat(refused.analysis().getAction()).contains("classes of the jobs"));
    }

    @Test
    void aJobOfSpringBatchThatAMarkedMethodStartsRunsOnTheLeaderAndIsAwaited() throws InterruptedException {
        TestApplication leader = replica(Batch.class);
        leader.events.await(LeadershipGrantedEvent.class);
        TestApplication follower = replica(Batch.class);
        follower.events.await(LeaderChangedEvent.class);

        follower.context.getBean(Launcher.class).launch();
        assertThat(story.lines()).isEmpty();

        Thread launch = new Thread(leader.context.getBean(Launcher.class)::launch);
        launch.start();
        story.await("job runs");
        leader.election().resign(Duration.ofMinutes(1));
        leader.events.await(LeadershipRevokedEvent.class);
        story.tell("job may end");
        jobMayEnd.countDown();
        follower.events.await(LeadershipGrantedEvent.class);
        story.tell("successor leads");
        launch.join();

        assertThat(story.lines()).containsExactly("job runs", "job may end", "job has run", "successor leads");
    }

    /** The stop of a poller interrupts the poll in progress, and waits for none that goes on. */
    @Test
    void whatAPollDoesInAMarkedMethodIsAwaited() {
        TestApplication leader = replica(Polling.class);
        story.await("poll runs");
        TestApplication follower = replica(Polling.class);
        follower.events.await(LeaderChangedEvent.class);

        leader.election().resign(Duration.ofMinutes(1));
        story.await("poll is interrupted");
        story.tell("poll may end");
        jobMayEnd.countDown();
        story.await("poll runs", 2);

        assertThat(story.lines().subList(0, 5))
                .containsExactly("poll runs", "poll is interrupted", "poll may end", "poll has run", "poll runs");
    }

    private TestApplication replica(Class<?> configuration) {
        return with(new SpringApplication(configuration), context -> {
            context.registerBean(Story.class, () -> story);
            context.registerBean(CountDownLatch.class, () -> jobMayEnd);
        });
    }

    private static void trigger(TestApplication replica) throws SchedulerException {
        replica.context.getBean(Scheduler.class).triggerJob(JobKey.jobKey("report"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Quartz {

        /** As Spring Boot makes it: jobs are beans that are made for each run. */
        @Bean
        SchedulerFactoryBean quartz(ApplicationContext context, Story story) {
            SpringBeanJobFactory jobs = new SpringBeanJobFactory();
            jobs.setApplicationContext(context);
            Properties small = new Properties();
            small.setProperty("org.quartz.threadPool.threadCount", "1");
            small.setProperty("org.quartz.scheduler.instanceName", context.getId() + System.identityHashCode(context));
            SchedulerFactoryBean scheduler = new SchedulerFactoryBean();
            scheduler.setQuartzProperties(small);
            scheduler.setJobFactory(jobs);
            scheduler.setJobDetails(report());
            scheduler.setGlobalJobListeners(new Fired(story));
            return scheduler;
        }

        private static JobDetail report() {
            return JobBuilder.newJob(ReportJob.class)
                    .withIdentity("report")
                    .storeDurably()
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class GatedQuartz extends Quartz {

        @Bean
        LeaderLifecycleRegistration leaderLifecycles() {
            return new LeaderLifecycleRegistration().beans("quartz");
        }
    }

    @LeaderOnly
    static class ReportJob implements Job {

        private final Story story;
        private final CountDownLatch mayEnd;

        ReportJob(Story story, CountDownLatch mayEnd) {
            this.story = story;
            this.mayEnd = mayEnd;
        }

        @Override
        public void execute(JobExecutionContext context) {
            work(story, mayEnd);
        }
    }

    private static void work(Story story, CountDownLatch mayEnd) {
        story.tell("job runs");
        Story.awaitLatch(mayEnd);
        story.tell("job has run");
    }

    /** Tells that Quartz has called a job, whatever the gate made of that. */
    private static final class Fired extends JobListenerSupport {

        private final Story story;

        private Fired(Story story) {
            this.story = story;
        }

        @Override
        public String getName() {
            return "fired";
        }

        @Override
        public void jobWasExecuted(JobExecutionContext context, JobExecutionException failure) {
            story.tell(failure == null ? "fired" : "failed");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Polling {

        @Bean
        LeaderLifecycleRegistration leaderLifecycles() {
            return new LeaderLifecycleRegistration().beans("flow", "poller");
        }

        @Bean
        Polled polled(Story story, CountDownLatch mayEnd) {
            return new Polled(story, mayEnd);
        }

        @Bean
        IntegrationFlow flow(Polled polled) {
            return IntegrationFlow.fromSupplier(
                            () -> "order", endpoint -> endpoint.id("poller").poller(Pollers.fixedDelay(1000)))
                    .handle(message -> polled.handle())
                    .get();
        }
    }

    static class Polled {

        private final Story story;
        private final CountDownLatch mayEnd;

        Polled(Story story, CountDownLatch mayEnd) {
            this.story = story;
            this.mayEnd = mayEnd;
        }

        @LeaderOnly(otherwise = Otherwise.THROW)
        void handle() {
            story.tell("poll runs");
            while (mayEnd.getCount() > 0) {
                try {
                    mayEnd.await();
                } catch (InterruptedException stop) {
                    story.tell("poll is interrupted");
                }
            }
            story.tell("poll has run");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableBatchProcessing
    static class Batch {

        @Bean
        Launcher launcher(JobOperator operator, JobRepository repository, Story story, CountDownLatch mayEnd) {
            return new Launcher(
                    operator,
                    new org.springframework.batch.core.job.builder.JobBuilder("report", repository)
                            .start(new StepBuilder("report", repository)
                                    .tasklet((contribution, chunk) -> {
                                        work(story, mayEnd);
                                        return RepeatStatus.FINISHED;
                                    })
                                    .build())
                            .build());
        }
    }

    static class Launcher {

        private final JobOperator operator;
        private final org.springframework.batch.core.job.Job report;

        Launcher(JobOperator operator, org.springframework.batch.core.job.Job report) {
            this.operator = operator;
            this.report = report;
        }

        @LeaderOnly
        void launch() {
            try {
                operator.start(report, new JobParameters());
            } catch (Exception refused) {
                throw new IllegalStateException(refused);
            }
        }
    }
}
