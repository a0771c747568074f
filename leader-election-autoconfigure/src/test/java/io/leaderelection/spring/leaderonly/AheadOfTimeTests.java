package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElectionControl;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeaderOnly;
import io.leaderelection.NotLeaderException;
import io.leaderelection.Otherwise;
import io.leaderelection.autoconfigure.LeaderElectionAutoConfiguration;
import io.leaderelection.autoconfigure.LeaderElectionBeansAutoConfiguration;
import io.leaderelection.autoconfigure.LeaderGateAutoConfiguration;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;

/** A context whose definitions and proxies were made at build time. */
public class AheadOfTimeTests {

    private static final TestPropertyValues VALUES = TestPropertyValues.of(
            "spring.application.name=shop",
            "leader.election.backend=memory",
            "leader.election.start=manual",
            "leader.election.elections.reports.campaign=false");

    @Test
    @CompileWithForkedClassLoader
    void theGateWorks() {
        process((initializer, hints) -> {
            GenericApplicationContext context = new GenericApplicationContext();
            VALUES.applyTo(context);
            initializer.initialize(context);
            context.refresh();
            try (context) {
                Work work = context.getBean(Work.class);
                work.count();
                assertThat(work.counted()).isZero();
                assertThatExceptionOfType(NotLeaderException.class).isThrownBy(work::answer);

                LeaderElection election = context.getBean(LeaderElections.class).get();
                LeaderElectionControl.of(election).start();
                await().until(election::isLeader);

                work.count();
                assertThat(work.counted()).isEqualTo(1);
                assertThat(work.answer()).isEqualTo(42);

                Injected injected = context.getBean(Injected.class);
                assertThat(injected.first).isSameAs(election);
                assertThat(injected.reports)
                        .isSameAs(context.getBean(LeaderElections.class).get("reports"));
            }
            assertThat(RuntimeHintsPredicates.reflection()
                            .onMethodInvocation(Work.class, "count")
                            .test(hints))
                    .isTrue();
        });
    }

    private static void process(
            BiConsumer<ApplicationContextInitializer<GenericApplicationContext>, RuntimeHints> test) {
        AnnotationConfigApplicationContext source = new AnnotationConfigApplicationContext();
        VALUES.applyTo(source);
        source.register(
                Work.class,
                AopAutoConfiguration.class,
                LeaderElectionAutoConfiguration.class,
                LeaderElectionBeansAutoConfiguration.class,
                Injected.class,
                LeaderGateAutoConfiguration.class);
        TestGenerationContext generation = new TestGenerationContext(AheadOfTimeTests.class);
        new ApplicationContextAotGenerator().processAheadOfTime(source, generation);
        generation.writeGeneratedContent();
        TestCompiler.forSystem().with(generation).compile(compiled -> {
            @SuppressWarnings("unchecked")
            ApplicationContextInitializer<GenericApplicationContext> initializer =
                    compiled.getInstance(ApplicationContextInitializer.class);
            test.accept(initializer, generation.getRuntimeHints());
        });
    }

    public static class Injected {

        final LeaderElection first;
        final LeaderElection reports;

        public Injected(LeaderElection first, @Qualifier("reports") LeaderElection reports) {
            this.first = first;
            this.reports = reports;
        }
    }

    public static class Work {

        private int count;

        @LeaderOnly
        public void count() {
            count++;
        }

        @LeaderOnly(otherwise = Otherwise.THROW)
        public int answer() {
            return 42;
        }

        public int counted() {
            return count;
        }
    }
}
