package io.leaderelection.autoconfigure;

import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.lock.memory.MemoryLeases;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.springframework.boot.SpringApplication;
import org.springframework.context.support.GenericApplicationContext;

/** What tests of replicas share: they meet in one space of leases in memory, and are closed after the test. */
abstract class LeaseSpaceTests {

    /** Soon free again when it is deleted. A stall of a busy machine may cost it: not for who must go on leading. */
    static final String[] SHORT_LEASE = {
        "leader.election.lease-duration=2s", "leader.election.renew-deadline=1s", "leader.election.retry-period=100ms"
    };

    /** Renewals that a test can wait for, of a lease that no stall of a busy machine costs. */
    static final String[] FREQUENT_RENEWALS = {
        "leader.election.lease-duration=60s",
        "leader.election.renew-deadline=40s",
        "leader.election.retry-period=100ms",
        "leader.election.renew-interval=100ms"
    };

    final MemoryLeases leases = new MemoryLeases();

    private final List<TestApplication> replicas = new ArrayList<>();

    /** Starts a replica. */
    final TestApplication start(String... properties) {
        return with(context -> {}, properties);
    }

    /** Starts a replica and waits until it leads. */
    final TestApplication leader(String... properties) {
        TestApplication leader = start(properties);
        leader.events.await(LeadershipGrantedEvent.class);
        return leader;
    }

    /** Starts a replica with further beans or listeners. */
    final TestApplication with(Consumer<GenericApplicationContext> additions, String... properties) {
        return with(new SpringApplication(), additions, properties);
    }

    final TestApplication with(
            SpringApplication application, Consumer<GenericApplicationContext> additions, String... properties) {
        application.addInitializers(context -> additions.accept((GenericApplicationContext) context));
        return closedAfterTheTest(TestApplication.start(leases, application, properties));
    }

    final TestApplication closedAfterTheTest(TestApplication replica) {
        replicas.add(replica);
        return replica;
    }

    @AfterEach
    final void closeReplicas() {
        replicas.forEach(TestApplication::close);
    }
}
