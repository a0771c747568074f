package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderOnly;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.Otherwise;
import io.leaderelection.lock.memory.MemoryLeases;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Event listeners and transactions. */
@Timeout(180)
class ListenerGateTests {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listenersAreToldOnTheLeaderOnly(boolean leader) {
        GatedReplica.fixed(leader)
                .withUserConfiguration(Listeners.class, Transactions.class)
                .run(context -> {
                    context.publishEvent("plain");
                    new TransactionTemplate(context.getBean(Transactions.class))
                            .executeWithoutResult(status -> context.publishEvent("transactional"));

                    assertThat(context.getBean(Listeners.class).heard())
                            .containsExactlyElementsOf(
                                    leader
                                            ? List.of("plain", "transactional", "transactional after commit")
                                            : List.of());
                });
    }

    @Test
    void aListenerOfTheGrantIsLetInByTheTermThatItHearsOf() {
        try (GatedReplica replica = GatedReplica.leader(new MemoryLeases(), Grants.class)) {
            assertThat(replica.target(Grants.class).tokens)
                    .containsExactly(replica.election().leadership().fencingToken());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTransactionIsWithinTheGate(boolean leader) {
        GatedReplica.fixed(leader)
                .withUserConfiguration(Transactions.class, Writer.class)
                .run(context -> {
                    context.getBean(Writer.class).write();

                    assertThat(context.getBean(Transactions.class).story)
                            .containsExactlyElementsOf(
                                    leader ? List.of("begin in Writer.write", "commit in Writer.write") : List.of());
                });
    }

    static class Listeners {

        private final List<String> heard = new CopyOnWriteArrayList<>();

        @LeaderOnly(otherwise = Otherwise.SKIP)
        @EventListener
        void on(String event) {
            heard.add(event);
        }

        @LeaderOnly(otherwise = Otherwise.SKIP)
        @TransactionalEventListener
        void afterCommit(String event) {
            heard.add(event + " after commit");
        }

        List<String> heard() {
            return heard;
        }
    }

    static class Grants {

        private final List<Long> tokens = new CopyOnWriteArrayList<>();

        @LeaderOnly
        @EventListener
        @Order(Ordered.HIGHEST_PRECEDENCE)
        void on(LeadershipGrantedEvent event) {
            tokens.add(GatedCall.current().orElseThrow().fencingToken());
            assertThat(tokens).containsExactly(event.getFencingToken());
        }
    }

    static class Writer {

        @LeaderOnly
        @Transactional
        public void write() {
            assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                    .isTrue();
        }
    }

    /** Transactions of nothing. */
    @EnableTransactionManagement
    static class Transactions extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        private final List<String> story = new CopyOnWriteArrayList<>();

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            tell("begin");
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            tell("commit");
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            tell("rollback");
        }

        private void tell(String what) {
            story.add(what + " in " + GatedCall.current().map(GatedCall::name).orElse("nothing"));
        }
    }
}
