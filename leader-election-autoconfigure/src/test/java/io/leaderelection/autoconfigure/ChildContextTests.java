package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeaderElectionEvent;
import io.leaderelection.LeaderOnly;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.autoconfigure.ToldLifecycle.Leaders;
import io.leaderelection.spring.RecordedEvents;
import io.leaderelection.spring.leaderonly.InvalidLeaderOnlyException;
import io.leaderelection.spring.leaderonly.LeaderOnlyValidator;
import io.leaderelection.spring.lifecycle.LeaderLifecycleRegistration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** Contexts below that of the elections: what is the leader's in them is gated like the application's, or refused. */
@Timeout(180)
class ChildContextTests extends LeaseSpaceTests {

    private static final String[] FOLLOWER = {"leader.election.enabled=false", "leader.election.when-disabled=follower"
    };

    private final Story story = new Story();
    private final List<ConfigurableApplicationContext> children = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(classes = {Jobs.class, AutoConfigured.class})
    void onAFollowerNothingOfTheLeadersRunsInAChild(Class<?> configuration) {
        TestApplication follower = start(FOLLOWER);

        ConfigurableApplicationContext child = bootChild(follower, configuration);
        child.getBean(Job.class).work();

        assertThat(story.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {Jobs.class, AutoConfigured.class})
    void onALeaderAllOfItRunsInAChildThatComesLater(Class<?> configuration) {
        TestApplication leader = leader();

        ConfigurableApplicationContext child = bootChild(leader, configuration);
        story.await("start consumer");
        story.await("first run");
        child.getBean(Job.class).work();
        leader.election().resign(Duration.ZERO);
        story.await("start consumer", 2);
        story.await("first run", 2);

        List<String> terms = new ArrayList<>(story.lines());
        terms.removeIf("first run"::equals);
        // What is to stop is told so while the listeners hear of the revocation.
        assertThat(terms)
                .hasSize(7)
                .containsSubsequence("granted", "start consumer", "work", "revoked", "granted", "start consumer")
                .containsSubsequence("work", "stop consumer", "granted");
    }

    @Test
    void aChildOfOnesOwnMakingIsGivenItsGate() {
        TestApplication follower = start(FOLLOWER);

        AnnotationConfigApplicationContext child = child(follower);
        child.register(Jobs.class, LeaderElectionChildContext.class);
        child.refresh();
        child.getBean(Job.class).work();

        assertThat(story.lines()).isEmpty();
    }

    @Test
    void orItIsRefusedWithTheFix() {
        TestApplication leader = leader();
        assertRefused(child(leader), child -> child.registerBean("job", Job.class), "[job]");
    }

    @Test
    void alsoWhatItIsGivenLater() {
        AnnotationConfigApplicationContext child = child(start(FOLLOWER));
        child.refresh();
        child.registerBean("job", Job.class);

        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(() -> child.getBean("job"))
                .havingRootCause()
                .isInstanceOf(InvalidLeaderOnlyException.class)
                .withMessageContaining("[job]");
    }

    @Test
    void soIsOneWithALifecycleOfTheLeaders() {
        TestApplication leader = leader();
        assertRefused(
                child(leader),
                child -> child.registerBean("consumer", Leaders.class, "consumer", 0, story),
                "[consumer]");
        assertRefused(
                child(leader), child -> child.registerBean("named", LeaderLifecycleRegistration.class), "[named]");
        assertThat(leader.election().isLeader()).isTrue();
    }

    @Test
    void whatIsTheLeadersInAParentOfTheElectionsEndsTheStart() {
        AnnotationConfigApplicationContext parent = closed(new AnnotationConfigApplicationContext());
        telling(parent);
        parent.registerBean("job", Job.class);
        parent.refresh();

        assertThatExceptionOfType(InvalidLeaderOnlyException.class)
                .isThrownBy(() -> bootChild(parent, AutoConfigured.class))
                .withMessageContaining("parent context")
                .withMessageContaining("[job]")
                .satisfies(refused -> assertThat(refused.analysis().getAction()).contains("that has the elections"));
    }

    /** As the management port's context, and those of Spring Cloud's named clients. */
    @Test
    void aChildWithNothingOfTheLeadersIsLeftAlone() {
        TestApplication leader = leader();

        AnnotationConfigApplicationContext child = child(leader);
        child.registerBean(RecordedEvents.class);
        child.refresh();

        assertThat(child.getBeanFactory().getBeanNamesForType(LeaderOnlyValidator.class))
                .isEmpty();
        assertThat(child.getBeanDefinitionNames()).noneMatch(name -> name.startsWith("leaderElection"));
        child.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class);
    }

    @Test
    void aChildHearsOfATermOnceAndOfItsEnd() {
        TestApplication leader = leader();
        AnnotationConfigApplicationContext child = child(leader);
        child.registerBean(RecordedEvents.class);
        child.refresh();

        leader.election().resign(Duration.ofMinutes(1));

        RecordedEvents heard = child.getBean(RecordedEvents.class);
        heard.await(LeadershipRevokedEvent.class);
        assertThat(heard.terms()).hasExactlyElementsOfTypes(LeadershipGrantedEvent.class, LeadershipRevokedEvent.class);
    }

    @Test
    void aClosedChildHearsNothing() {
        TestApplication leader = leader();
        RecordedEvents heard = new RecordedEvents();
        AnnotationConfigApplicationContext child = child(leader);
        child.registerBean(RecordedEvents.class, () -> heard);
        child.refresh();
        child.close();

        leader.election().resign(Duration.ofMinutes(1));
        leader.events.await(LeadershipRevokedEvent.class);

        assertThat(heard.terms()).hasExactlyElementsOfTypes(LeadershipGrantedEvent.class);
    }

    @Test
    void theLifecyclesOfAClosedChildEndAndTheTermGoesOn() {
        TestApplication leader = leader();
        ConfigurableApplicationContext child = bootChild(leader, Jobs.class);
        story.await("start consumer");

        child.close();

        assertThat(story.lines()).contains("stop consumer");
        assertThat(leader.election().isLeader()).isTrue();
    }

    private ConfigurableApplicationContext bootChild(TestApplication parent, Class<?> configuration) {
        return bootChild(parent.context, configuration);
    }

    private ConfigurableApplicationContext bootChild(ConfigurableApplicationContext parent, Class<?> configuration) {
        return closed(new SpringApplicationBuilder(configuration)
                .parent(parent)
                .properties("spring.application.name=shop", "leader.election.backend=memory")
                .web(WebApplicationType.NONE)
                .initializers(this::telling)
                .run());
    }

    private AnnotationConfigApplicationContext child(TestApplication parent) {
        AnnotationConfigApplicationContext child = closed(new AnnotationConfigApplicationContext());
        child.setParent(parent.context);
        telling(child);
        return child;
    }

    private <T extends ConfigurableApplicationContext> T closed(T context) {
        children.add(context);
        return context;
    }

    @AfterEach
    void closeChildren() {
        children.forEach(ConfigurableApplicationContext::close);
    }

    private void telling(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context).registerBean(Story.class, () -> story);
    }

    private static void assertRefused(
            AnnotationConfigApplicationContext child, Consumer<GenericApplicationContext> beans, String bean) {
        beans.accept(child);

        assertThatExceptionOfType(InvalidLeaderOnlyException.class)
                .isThrownBy(child::refresh)
                .withMessageContaining("has no gate")
                .withMessageContaining(bean)
                .satisfies(refused -> assertThat(refused.analysis().getAction())
                        .contains(LeaderElectionChildContext.class.getName()));
        assertThat(child.isActive()).isFalse();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class AutoConfigured extends Jobs {}

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Jobs {

        @Bean
        Job job(Story story) {
            return new Job(story);
        }

        @Bean
        Leaders consumer(Story story) {
            return new Leaders("consumer", 0, story);
        }
    }

    static class Job {

        private final Story story;

        Job(Story story) {
            this.story = story;
        }

        @LeaderOnly
        void work() {
            story.tell("work");
        }

        @LeaderOnly(runOnGrant = true)
        @Scheduled(cron = "0 0 0 1 1 *")
        void firstRun() {
            story.tell("first run");
        }

        @EventListener
        void on(LeaderElectionEvent event) {
            if (!(event instanceof LeaderChangedEvent)) {
                story.tell(event instanceof LeadershipGrantedEvent ? "granted" : "revoked");
            }
        }
    }
}
