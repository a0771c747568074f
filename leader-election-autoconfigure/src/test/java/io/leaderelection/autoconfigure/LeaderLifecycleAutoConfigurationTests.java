package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.spring.lifecycle.InvalidLifecycleException;
import io.leaderelection.spring.lifecycle.LeaderLifecycleProcessor;
import io.leaderelection.spring.lifecycle.LeaderLifecycleRegistration;
import io.leaderelection.spring.lifecycle.LeaderLifecycles;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.support.DefaultLifecycleProcessor;

class LeaderLifecycleAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LeaderElectionAutoConfiguration.class,
                    LeaderLifecycleAutoConfiguration.class,
                    LifecycleAutoConfiguration.class))
            .withPropertyValues(
                    "spring.application.name=shop", "leader.election.backend=memory", "leader.election.start=manual");

    private final Story story = new Story();

    @Test
    void takesThePlaceOfTheLifecycleProcessorWithItsTimeout() {
        runner.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=7s")
                .run(context -> assertThat(context.getBean(LifecycleProcessor.class))
                        .isInstanceOf(LeaderLifecycleProcessor.class)
                        .extracting("timeoutPerShutdownPhase")
                        .isEqualTo(7_000L));
    }

    @Test
    void leavesAnApplicationsOwnProcessorAloneWhereNoLifecycleIsTheLeaders() {
        runner.withBean("lifecycleProcessor", DefaultLifecycleProcessor.class)
                .withBean(ToldLifecycle.class, () -> new ToldLifecycle("a", 0, story))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .getBean(LifecycleProcessor.class)
                        .isExactlyInstanceOf(DefaultLifecycleProcessor.class));
    }

    @Test
    void refusesAnApplicationsOwnProcessorThatWouldStartTheLeadersLifecyclesEverywhere() {
        assertRefused(
                runner.withBean("lifecycleProcessor", DefaultLifecycleProcessor.class)
                        .withBean("a", ToldLifecycle.class, () -> new ToldLifecycle.Leaders("a", 0, story)),
                "[a]",
                "let it extend LeaderLifecycleProcessor");
    }

    @Test
    void acceptsAnApplicationsOwnProcessorThatExtendsOurs() {
        runner.withBean("lifecycleProcessor", Extended.class)
                .withBean("a", ToldLifecycle.class, () -> new ToldLifecycle.Leaders("a", 0, story))
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(story.lines()).isEmpty();
    }

    @Test
    void refusesARegisteredBeanThatDoesNotExist() {
        assertRefused(with(new LeaderLifecycleRegistration().beans("orders")), "'orders'", "correct the name");
    }

    @Test
    void refusesARegisteredBeanThatIsNoLifecycle() {
        assertRefused(
                with(new LeaderLifecycleRegistration().beans("orders")).withBean("orders", Object.class),
                "'orders' of type java.lang.Object",
                "started and stopped");
    }

    @Test
    void refusesARegisteredSupplierWithoutALifecycle() {
        assertRefused(
                with(new LeaderLifecycleRegistration().lifecycle("orders", () -> null)),
                "'orders'",
                "id of the container");
    }

    @Test
    void refusesAnUnknownElection() {
        assertRefused(
                with(new LeaderLifecycleRegistration("reports").beans("a"))
                        .withBean("a", ToldLifecycle.class, () -> new ToldLifecycle("a", 0, story)),
                "there are [shop]",
                "name an election that there is");
    }

    @Test
    void refusesOneThatItsDefinitionStartsOnEveryInstance() {
        assertRefused(
                runner.withBean(
                        "a",
                        ToldLifecycle.class,
                        () -> new ToldLifecycle.Leaders("a", 0, story),
                        definition -> definition.setInitMethodName("start")),
                "'a' of type " + ToldLifecycle.Leaders.class.getName() + " is the leader's, but runs already",
                "remove initMethod");
    }

    private ApplicationContextRunner with(LeaderLifecycleRegistration registration) {
        return runner.withBean(LeaderLifecycleRegistration.class, () -> registration);
    }

    private static void assertRefused(ApplicationContextRunner runner, String description, String action) {
        runner.run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).isInstanceOfSatisfying(InvalidLifecycleException.class, refused -> {
                FailureAnalysis analysis = refused.analysis();
                assertThat(analysis.getDescription()).contains(description);
                assertThat(analysis.getAction()).containsIgnoringCase(action);
            });
        });
    }

    static class Extended extends LeaderLifecycleProcessor {

        Extended(LeaderLifecycles lifecycles) {
            super(lifecycles);
        }
    }
}
