package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.spi.CallAdmission;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;

/** An application whose elections are switched off finds what it finds where they are held. */
@Timeout(180)
class OffIsLikeOnTests extends LeaseSpaceTests {

    private final Story story = new Story();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leadershipComesWhenTheApplicationIsReadyOnTheThreadOfTheEvents(boolean enabled) {
        TestApplication leader = with(this::tellsItsStory, enabled(enabled));
        leader.events.await(LeadershipGrantedEvent.class);
        story.await("granted on leader-election-events-shop");

        leader.close();

        assertThat(story.lines())
                .containsExactly(
                        "leads when beans are made: false",
                        "ready",
                        "granted on leader-election-events-shop",
                        "revoked on leader-election-events-shop");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theDrainTimeoutBoundsTheEndOfTheContext(boolean enabled) {
        TestApplication leader = leader(enabled(
                enabled, "leader.election.drain-timeout=100ms", "spring.lifecycle.timeout-per-shutdown-phase=1h"));
        GatedCall stubborn = CallAdmission.of(leader.election()).enter("stubborn");

        leader.close();

        assertThat(stubborn.isLeading()).isFalse();
        stubborn.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void springsPatienceBoundsTheEndOfTheContext(boolean enabled) {
        TestApplication leader = leader(enabled(
                enabled, "leader.election.drain-timeout=1h", "spring.lifecycle.timeout-per-shutdown-phase=100ms"));
        GatedCall stubborn = CallAdmission.of(leader.election()).enter("stubborn");

        leader.close();

        stubborn.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyThatCannotBeEndsTheStart(boolean enabled) {
        Throwable failure = TestApplication.failureOf(enabled(enabled, "leader.election.drain-timeout=-1s"));

        assertThat(failure).rootCause().isInstanceOf(InvalidElectionException.class);
        assertThat(failure).rootCause().hasMessageContaining("leader.election.drain-timeout is -1s");
    }

    private void tellsItsStory(GenericApplicationContext context) {
        context.registerBean(
                "early",
                InitializingBean.class,
                () -> () -> story.tell("leads when beans are made: "
                        + context.getBean(LeaderElections.class).get().runIfLeader(call -> {})));
        context.addApplicationListener((ApplicationListener<ApplicationReadyEvent>) event -> story.tell("ready"));
        context.addApplicationListener((ApplicationListener<LeadershipGrantedEvent>) event -> tellOf("granted"));
        context.addApplicationListener((ApplicationListener<LeadershipRevokedEvent>) event -> tellOf("revoked"));
    }

    private void tellOf(String event) {
        story.tell(event + " on " + Thread.currentThread().getName());
    }

    private static String[] enabled(boolean enabled, String... further) {
        return Stream.concat(Stream.of("leader.election.enabled=" + enabled), Stream.of(further))
                .toArray(String[]::new);
    }
}
