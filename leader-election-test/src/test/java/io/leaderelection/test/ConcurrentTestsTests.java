package io.leaderelection.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.leaderelection.Leadership.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

/** Whole runs of JUnit: contexts that are cached, paused and taken up again, and tests that run concurrently. */
class ConcurrentTestsTests {

    private static final Set<ApplicationContext> CONTEXTS = ConcurrentHashMap.newKeySet();

    @Test
    void classesShareAContextThatWasPausedInBetween() {
        CONTEXTS.clear();
        // In this order: the context of the first is paused while the second's is in use, and restarted for the third.
        assertThat(failures(false, FirstLeader.class, OneFollower.class, SecondLeader.class))
                .isEmpty();
        assertThat(CONTEXTS).hasSize(2);
    }

    @Test
    void concurrentTestsTakeTurns() {
        assertThat(failures(true, FirstLeader.class, OneFollower.class, SecondLeader.class))
                .isEmpty();
    }

    private static List<Throwable> failures(boolean concurrent, Class<?>... classes) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .configurationParameter("junit.jupiter.execution.parallel.enabled", Boolean.toString(concurrent))
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4");
        for (Class<?> type : classes) {
            request.selectors(selectClass(type));
        }
        LauncherFactory.create().execute(request.build(), summary);
        assertThat(summary.getSummary().getTestsFoundCount()).isEqualTo(5L * classes.length);
        List<Throwable> failures = new ArrayList<>();
        summary.getSummary().getFailures().forEach(failure -> failures.add(failure.getException()));
        return failures;
    }

    @SpringBootTest(classes = BillingApplication.class, properties = "spring.application.name=concurrent")
    @LeaderElectionTest
    abstract static class Leader {

        @RepeatedTest(5)
        void switchesUndisturbed(LeadershipSwitch leadership, @Autowired ApplicationContext context) {
            CONTEXTS.add(context);
            assertThat(leadership).isLeader().admittedNothing();
            long term = leadership.election().leadership().term();
            leadership.lose();
            assertThat(leadership).isNotLeader();
            leadership.grant();
            assertThat(leadership.election().leadership().term()).isEqualTo(term + 1);
            leadership.revoke();
        }
    }

    static final class FirstLeader extends Leader {}

    static final class SecondLeader extends Leader {}

    @SpringBootTest(classes = BillingApplication.class, properties = "spring.application.name=concurrent")
    @LeaderElectionTest(startAs = Role.FOLLOWER)
    static final class OneFollower {

        @RepeatedTest(5)
        void follows(LeadershipSwitch leadership, @Autowired ApplicationContext context) {
            CONTEXTS.add(context);
            assertThat(leadership).isNotLeader();
            leadership.grant();
        }
    }
}
