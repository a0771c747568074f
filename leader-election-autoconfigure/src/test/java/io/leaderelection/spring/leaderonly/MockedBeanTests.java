package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.withSettings;

import io.leaderelection.LeaderOnly;
import io.leaderelection.Otherwise;
import io.leaderelection.autoconfigure.LeaderElectionAutoConfiguration;
import io.leaderelection.autoconfigure.LeaderGateAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.MockMakers;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** Beans that a test puts in place of gated ones: the context starts, and they do what the test says. */
class MockedBeanTests {

    @Nested
    @OnAFollower
    class Mocked {

        @MockitoBean
        Billing billing;

        @Autowired
        User user;

        @Test
        void answersTheTestWhoeverLeads() {
            given(billing.price()).willReturn("mocked");
            assertThat(user.price()).isEqualTo("mocked");
        }
    }

    @Nested
    @OnAFollower
    class Spied {

        @MockitoSpyBean
        Billing billing;

        @Autowired
        User user;

        @Test
        void isGatedLikeTheRealOne() {
            assertThat(user.price()).isNull();
            verify(billing, never()).price();
        }
    }

    @Nested
    @OnAFollower
    class Replaced {

        @TestBean
        Billing billing;

        @Autowired
        User user;

        static Billing billing() {
            return mock(
                    Billing.class,
                    withSettings().mockMaker(MockMakers.SUBCLASS).defaultAnswer(call -> "a mock of another class"));
        }

        @Test
        void answersTheTestWhoeverLeads() {
            assertThat(billing.getClass()).as("a subclass").isNotEqualTo(Billing.class);
            assertThat(user.price()).isEqualTo("a mock of another class");
        }
    }

    @Test
    void theApplicationsOtherBeansAreLookedAtAsEver() {
        TestContext context = new TestContextManager(BesideAForeignBean.class).getTestContext();
        assertThatIllegalStateException()
                .isThrownBy(context::getApplicationContext)
                .withStackTraceContaining("Bean 'foreign'")
                .withStackTraceContaining("no proxy that gates them");
    }

    @OnAFollower
    @ContextConfiguration(initializers = Foreign.class)
    static class BesideAForeignBean {

        @MockitoBean
        User user;
    }

    static class Foreign implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            context.getBeanFactory().registerSingleton("foreign", new Billing());
        }
    }

    @SpringBootTest(classes = {Billing.class, User.class})
    @Import(Scheduling.class)
    @ImportAutoConfiguration({LeaderElectionAutoConfiguration.class, LeaderGateAutoConfiguration.class})
    @TestPropertySource(
            properties = {
                "spring.application.name=shop",
                "leader.election.enabled=false",
                "leader.election.when-disabled=follower"
            })
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface OnAFollower {}

    @EnableScheduling
    static class Scheduling {}

    static class Billing {

        @LeaderOnly(otherwise = Otherwise.SKIP)
        public @Nullable String price() {
            return "real";
        }

        @LeaderOnly
        @Scheduled(cron = "0 0 0 1 1 *")
        void close() {}
    }

    static class User {

        private final Billing billing;

        User(Billing billing) {
            this.billing = billing;
        }

        String price() {
            return billing.price();
        }
    }
}
