package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderOnly;
import io.leaderelection.Leadership;
import io.leaderelection.NotLeaderException;
import io.leaderelection.Otherwise;
import io.leaderelection.autoconfigure.LeaderElectionAutoConfiguration;
import io.leaderelection.autoconfigure.LeaderGateAutoConfiguration;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.AliasFor;

public class MethodGateTests {

    private final ApplicationContextRunner leader = GatedReplica.fixed(true);
    private final ApplicationContextRunner follower = GatedReplica.fixed(false);

    @Test
    void theLeaderRunsIt() {
        leader.withBean(Billing.class).run(context -> {
            Billing billing = context.getBean(Billing.class);
            billing.dispatch();
            assertThat(billing.close("order")).isEqualTo("closed order");
            assertThat(billing.done()).containsExactly("dispatch by Billing.dispatch", "close");
        });
    }

    @Test
    void theCallOfALambdaIsNamedByTheClassInWhichItStands() {
        List<String> calls = new ArrayList<>();
        Task task = () -> calls.add(GatedCall.current().orElseThrow().name());
        leader.withBean("task", Task.class, () -> task).run(context -> {
            context.getBean(Task.class).perform();
            assertThat(calls).containsExactly("MethodGateTests.perform");
        });
    }

    interface Task {

        @LeaderOnly
        void perform();
    }

    @Test
    void aFollowerSkipsWhatReturnsNothing() {
        follower.withBean(Billing.class).run(context -> {
            Billing billing = context.getBean(Billing.class);
            billing.dispatch();
            assertThat(billing.done()).isEmpty();
        });
    }

    @Test
    void aFollowerRefusesWhereThatIsChosen() {
        follower.withBean(Billing.class).run(context -> {
            Billing billing = context.getBean(Billing.class);
            assertThatExceptionOfType(NotLeaderException.class)
                    .isThrownBy(() -> billing.close("order"))
                    .withMessage("This instance does not lead election 'shop'; no leader is known");
            assertThat(billing.done()).isEmpty();
        });
    }

    @Test
    void aFollowerReturnsNothingOrSomethingEmptyWhereThatIsChosen() {
        follower.withBean(Fallbacks.class).run(context -> {
            Fallbacks fallbacks = context.getBean(Fallbacks.class);
            assertThat(fallbacks.name()).isNull();
            assertThat(fallbacks.list()).isEmpty();
            assertThat(fallbacks.map()).isEmpty();
            assertThat(fallbacks.optional()).isEmpty();
            assertThat(fallbacks.array()).isEmpty();
            assertThat(fallbacks.stream()).isEmpty();
            assertThat(fallbacks.stream()).as("a second one").isEmpty();
        });
    }

    @Test
    void whatTheMethodThrowsReachesTheCaller() {
        leader.withBean(Billing.class).run(context -> {
            Billing billing = context.getBean(Billing.class);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> billing.fail(new IOException("disk")))
                    .withMessage("disk");
            assertThatExceptionOfType(StackOverflowError.class)
                    .isThrownBy(() -> billing.fail(new StackOverflowError("deep")));
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void proxiesOfClassesAndOfInterfacesAreGatedWithAspectJAndWithout(boolean aspectJ) {
        ApplicationContextRunner started =
                aspectJ ? follower : follower.withClassLoader(new FilteredClassLoader("org.aspectj"));
        started.withBean(Worker.class, StringWorker::new)
                .withPropertyValues("spring.aop.proxy-target-class=false")
                .run(context -> {
                    Worker<String> worker = worker(context.getBean(Worker.class));
                    assertThat(AopUtils.isJdkDynamicProxy(worker)).isTrue();
                    assertGated(worker);
                });
        started.withBean(Worker.class, StringWorker::new).run(context -> {
            Worker<String> worker = worker(context.getBean(Worker.class));
            assertThat(AopUtils.isCglibProxy(worker)).isTrue();
            assertGated(worker);
        });
    }

    @Test
    void proxiesAreMadeEvenWhereBootMakesNone() {
        follower.withPropertyValues("spring.aop.auto=false")
                .withBean(Billing.class)
                .run(context -> {
                    context.getBean(Billing.class).dispatch();
                    assertThat(context.getBean(Billing.class).done()).isEmpty();
                });
    }

    @Test
    void thereIsOneProxyBesideAspects() {
        follower.withBean(Billing.class).withBean(Audit.class).run(context -> {
            Billing billing = context.getBean(Billing.class);
            billing.dispatch();
            assertThat(billing.done()).isEmpty();
            assertThat(context.getBean(Audit.class).seen)
                    .as("the gate is before the aspect")
                    .isZero();
        });
    }

    @Test
    void inheritedMethodsAreGated() {
        follower.withBean(Heir.class).run(context -> {
            Heir heir = context.getBean(Heir.class);
            heir.dispatch();
            heir.packagePrivate();
            assertThat(heir.done()).isEmpty();
        });
    }

    @Test
    void anAnnotationMayBeMadeOfIt() {
        follower.withPropertyValues("leader.election.elections.reports.lease-name=reports")
                .withBean(Reporting.class)
                .run(context -> assertThatExceptionOfType(NotLeaderException.class)
                        .isThrownBy(context.getBean(Reporting.class)::report)
                        .satisfies(refused -> assertThat(refused.getElection()).isEqualTo("reports")));
    }

    @Test
    void theNameOfTheElectionMayHoldPlaceholders() {
        follower.withPropertyValues("leader.election.elections.reports.lease-name=reports", "work=reports")
                .withBean(Configured.class)
                .run(context -> assertThatExceptionOfType(NotLeaderException.class)
                        .isThrownBy(context.getBean(Configured.class)::work)
                        .satisfies(refused -> assertThat(refused.getElection()).isEqualTo("reports")));
    }

    @Test
    void onATypeItHoldsForEveryMethodAndTheMethodsOwnGoesFirst() {
        follower.withPropertyValues("leader.election.elections.reports.lease-name=reports")
                .withBean(Whole.class)
                .run(context -> {
                    Whole whole = context.getBean(Whole.class);
                    whole.packagePrivate();
                    assertThat(whole.title()).isNull();
                    assertThatExceptionOfType(NotLeaderException.class)
                            .isThrownBy(whole::strict)
                            .satisfies(
                                    refused -> assertThat(refused.getElection()).isEqualTo("reports"));
                    assertThat(whole.toString()).isEqualTo("whole");
                });
    }

    @Test
    void aBeansCallsOfItselfAreNotGated() {
        follower.withBean(Billing.class).run(context -> {
            Billing billing = context.getBean(Billing.class);
            billing.callsItself();
            assertThat(billing.done()).as("as the documentation says").hasSize(1);
        });
    }

    @Test
    void aGatedMethodGetsTheLeadershipOfItsCall() {
        leader.withBean(Billing.class).run(context -> {
            Leadership leadership = context.getBean(Billing.class).leadership(null);
            assertThat(leadership.election()).isEqualTo("shop");
            assertThat(leadership.role()).isEqualTo(Leadership.Role.LEADER);
        });
    }

    @Test
    void beansThatAreMadeLateAreGated() {
        follower.withBean(Billing.class, Billing::new, definition -> definition.setLazyInit(true))
                .run(context -> {
                    context.getBean(Billing.class).dispatch();
                    assertThat(context.getBean(Billing.class).done()).isEmpty();
                });
    }

    @Test
    void nothingRunsBeforeTheElectionHasBegun() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(LeaderElectionAutoConfiguration.class, LeaderGateAutoConfiguration.class))
                .withPropertyValues("spring.application.name=shop", "leader.election.backend=memory")
                .withBean(Billing.class)
                .run(context -> {
                    context.getBean(Billing.class).dispatch();
                    assertThat(context.getBean(Billing.class).done()).isEmpty();
                });
    }

    private static void assertGated(Worker<String> worker) {
        worker.work("bridge");
        worker.byDefault();
        assertThat(worker.done()).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static Worker<String> worker(Worker<?> worker) {
        return (Worker<String>) worker;
    }

    static class Billing {

        private final List<String> done = new ArrayList<>();

        @LeaderOnly
        void dispatch() {
            done.add("dispatch by " + GatedCall.current().map(GatedCall::name).orElse("nobody"));
        }

        @LeaderOnly(otherwise = Otherwise.THROW)
        public String close(String order) {
            done.add("close");
            return "closed " + order;
        }

        @LeaderOnly
        public <T extends Throwable> void fail(T failure) throws T {
            throw failure;
        }

        @LeaderOnly(otherwise = Otherwise.THROW)
        public Leadership leadership(Leadership leadership) {
            return leadership;
        }

        @LeaderOnly
        void packagePrivate() {
            done.add("package-private");
        }

        public void callsItself() {
            dispatch();
        }

        List<String> done() {
            return done;
        }
    }

    static class Heir extends Billing {

        @Override
        void dispatch() {
            super.dispatch();
        }
    }

    static class Fallbacks {

        @LeaderOnly(otherwise = Otherwise.SKIP)
        @Nullable
        String name() {
            return "name";
        }

        @LeaderOnly(otherwise = Otherwise.EMPTY)
        List<String> list() {
            return List.of("one");
        }

        @LeaderOnly(otherwise = Otherwise.EMPTY)
        Map<String, String> map() {
            return Map.of("one", "two");
        }

        @LeaderOnly(otherwise = Otherwise.EMPTY)
        Optional<String> optional() {
            return Optional.of("one");
        }

        @LeaderOnly(otherwise = Otherwise.EMPTY)
        int[] array() {
            return new int[] {1};
        }

        @LeaderOnly(otherwise = Otherwise.EMPTY)
        Stream<String> stream() {
            return Stream.of("one");
        }
    }

    public interface Worker<T> {

        @LeaderOnly
        void work(T what);

        @LeaderOnly
        default void byDefault() {
            done().add("default");
        }

        List<String> done();
    }

    public static class StringWorker implements Worker<String> {

        private final List<String> done = new ArrayList<>();

        @Override
        public void work(String what) {
            done.add(what);
        }

        @Override
        public List<String> done() {
            return done;
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @LeaderOnly("reports")
    @interface ReportsOnly {

        @AliasFor(annotation = LeaderOnly.class)
        Otherwise otherwise() default Otherwise.DEFAULT;
    }

    static class Reporting {

        @ReportsOnly(otherwise = Otherwise.THROW)
        void report() {}
    }

    static class Configured {

        @LeaderOnly(election = "${work}", otherwise = Otherwise.THROW)
        void work() {}
    }

    @LeaderOnly(election = "reports", otherwise = Otherwise.SKIP)
    static class Whole {

        void packagePrivate() {
            throw new IllegalStateException("must not run");
        }

        public @Nullable String title() {
            return "title";
        }

        @LeaderOnly(otherwise = Otherwise.THROW)
        public int strict() {
            return 1;
        }

        @Override
        public String toString() {
            return "whole";
        }
    }

    @Aspect
    static class Audit {

        private int seen;

        @Before("execution(* *..Billing.dispatch())")
        void before() {
            seen++;
        }
    }
}
