package io.leaderelection.spring.leaderonly;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.autoconfigure.LeaderElectionAutoConfiguration;
import io.leaderelection.autoconfigure.LeaderGateAutoConfiguration;
import io.leaderelection.lock.memory.MemoryLeases;
import io.leaderelection.spring.RecordedEvents;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.util.AopTestUtils;

/** An application with gated beans, as one replica that meets the others in a shared space of leases. */
final class GatedReplica implements AutoCloseable {

    final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    final RecordedEvents events;

    private GatedReplica(MemoryLeases leases, Stream<String> properties, Class<?>... beans) {
        Map<String, Object> values = Stream.concat(
                        Stream.of(
                                "spring.application.name=shop",
                                "leader.election.backend=memory",
                                "leader.election.start=refreshed"),
                        properties)
                .map(property -> property.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, last) -> last));
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", values));
        context.registerBean(MemoryLeases.class, () -> leases);
        context.registerBean(RecordedEvents.class);
        Stream.of(beans).forEach(bean -> context.register(bean));
        context.register(
                AopAutoConfiguration.class, LeaderElectionAutoConfiguration.class, LeaderGateAutoConfiguration.class);
        context.refresh();
        events = context.getBean(RecordedEvents.class);
    }

    /** A replica that leads already. */
    static GatedReplica leader(MemoryLeases leases, Class<?>... beans) {
        GatedReplica replica = follower(leases, beans);
        replica.events.await(LeadershipGrantedEvent.class);
        return replica;
    }

    /** A replica that takes part, beside a leader. */
    static GatedReplica follower(MemoryLeases leases, Class<?>... beans) {
        return new GatedReplica(leases, Stream.empty(), beans);
    }

    static GatedReplica with(MemoryLeases leases, String property, Class<?>... beans) {
        return new GatedReplica(leases, Stream.of(property), beans);
    }

    /** Applications whose role is fixed, for all that needs no term. */
    static ApplicationContextRunner fixed(boolean leader) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AopAutoConfiguration.class,
                        LeaderElectionAutoConfiguration.class,
                        LeaderGateAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=shop",
                        "leader.election.enabled=false",
                        "leader.election.start=refreshed",
                        "leader.election.when-disabled=" + (leader ? "leader" : "follower"));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The bean behind its proxy, to look at its fields. */
    <T> T target(Class<T> type) {
        return target(context, type);
    }

    static <T> T target(ApplicationContext context, Class<T> type) {
        return AopTestUtils.getUltimateTargetObject(context.getBean(type));
    }

    LeaderElection election() {
        return context.getBean(LeaderElections.class).get();
    }

    /** Steps down, and leaves the lease to the other replica however long that takes. */
    void handOver() {
        election().resign(Duration.ofMinutes(1));
    }

    @Override
    public void close() {
        context.close();
    }
}
