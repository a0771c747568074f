package io.leaderelection.autoconfigure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeaderOnly;
import io.leaderelection.spring.leaderonly.InvalidLeaderOnlyException;
import io.leaderelection.spring.lifecycle.LeaderLifecycleProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** A guest in somebody else's application: takes no names that are the host's, and leaves when asked to. */
class MannersTests {

    /** Names that say something: to Spring, or to whoever reads or groups health. */
    private static final Set<String> TELLING =
            Set.of("lifecycleProcessor", "leadershipHealthContributor", "leaderElectorHealthIndicator");

    @Test
    void everyBeanNameBeginsWithOurOwn() {
        methods()
                .that()
                .areAnnotatedWith(Bean.class)
                .should(haveANameOfOurs())
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.leaderelection"));
    }

    @Test
    void beansOfTheApplicationMayHaveAnyOtherName() {
        everywhere()
                .forEach(runner -> runner.withBean("processExit", String.class, () -> "the user's")
                        .withBean("electionLifecycle", String.class, () -> "the user's")
                        .withBean("memoryLeases", String.class, () -> "the user's")
                        .withBean("leaseStoreFactory", String.class, () -> "the user's")
                        .withBean("notLeaderAdvice", String.class, () -> "the user's")
                        .run(context -> assertThat(context)
                                .hasNotFailed()
                                .hasBean("leaderElections")
                                .hasBean("processExit")));
    }

    @Test
    void anApplicationStartsWithoutAnyOneOfOurAutoConfigurations() {
        ours().forEach(excluded -> contexts(AutoConfigurations.of(
                        ours().filter(each -> each != excluded).toArray(Class<?>[]::new)))
                .forEach(runner -> runner.run(context ->
                        assertThat(context).as("without %s", excluded).hasNotFailed())));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                LeaderElectionAutoConfiguration.class,
                LeaderGateAutoConfiguration.class,
                LeaderLifecycleAutoConfiguration.class
            })
    void whatIsTheLeadersDoesNotRunWhereItsGuardIsExcluded(Class<?> excluded) {
        new ApplicationContextRunner()
                .withPropertyValues("spring.application.name=shop", "leader.election.backend=memory")
                .withConfiguration(AutoConfigurations.of(
                        ours().filter(each -> each != excluded).toArray(Class<?>[]::new)))
                .withBean(Work.class)
                .withBean(Container.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(InvalidLeaderOnlyException.class)
                        .hasMessageContaining("is excluded"));
    }

    static class Work {

        @LeaderOnly
        public void dispatch() {}
    }

    @LeaderOnly
    static class Container implements Lifecycle {

        @Override
        public void start() {
            throw new AssertionError("started everywhere");
        }

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }
    }

    @Test
    void anApplicationStartsWithItsOwnElectionsAndNoneOfOurs() {
        contexts(AutoConfigurations.of(ours().filter(each -> each != LeaderElectionAutoConfiguration.class)
                        .toArray(Class<?>[]::new)))
                .forEach(runner -> runner.withBean(LeaderElections.class, () -> mock(LeaderElections.class))
                        .run(context -> assertThat(context).hasNotFailed()));
    }

    @Test
    void theLifecycleProcessorIsBootsWhereNoElectionIsHeld() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(LeaderLifecycleAutoConfiguration.class, LifecycleAutoConfiguration.class))
                .run(context -> assertThat(context.getBean("lifecycleProcessor"))
                        .isExactlyInstanceOf(DefaultLifecycleProcessor.class));
        new ApplicationContextRunner()
                .withPropertyValues("spring.application.name=shop", "leader.election.backend=memory")
                .withConfiguration(AutoConfigurations.of(ours().toArray(Class<?>[]::new)))
                .run(context ->
                        assertThat(context.getBean("lifecycleProcessor")).isInstanceOf(LeaderLifecycleProcessor.class));
    }

    private static Stream<AbstractApplicationContextRunner<?, ?, ?>> everywhere() {
        return contexts(AutoConfigurations.of(ours().toArray(Class<?>[]::new)));
    }

    /** Each kind of application, with elections and with fixed roles. */
    private static Stream<AbstractApplicationContextRunner<?, ?, ?>> contexts(AutoConfigurations configurations) {
        return Stream.of("true", "false")
                .flatMap(enabled -> Stream.<AbstractApplicationContextRunner<?, ?, ?>>of(
                                new ApplicationContextRunner(),
                                new WebApplicationContextRunner(),
                                new ReactiveWebApplicationContextRunner())
                        .map(runner -> runner.withPropertyValues(
                                        "spring.application.name=shop",
                                        "leader.election.backend=memory",
                                        "leader.election.enabled=" + enabled)
                                .withConfiguration(configurations)));
    }

    private static Stream<Class<?>> ours() {
        Path imports = Path.of(
                "src/main/resources/META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports");
        try {
            List<String> names = Files.readAllLines(imports);
            return names.stream().map(MannersTests::load);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }

    private static ArchCondition<JavaMethod> haveANameOfOurs() {
        return new ArchCondition<>("have names that begin with leaderElection") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Bean bean = AnnotatedElementUtils.getMergedAnnotation(method.reflect(), Bean.class);
                List<String> names = bean.name().length == 0 ? List.of(method.getName()) : List.of(bean.name());
                names.stream()
                        .filter(name -> !name.startsWith("leaderElection") && !TELLING.contains(name))
                        .forEach(name -> events.add(SimpleConditionEvent.violated(
                                method, "bean '%s' of %s".formatted(name, method.getFullName()))));
            }
        };
    }
}
