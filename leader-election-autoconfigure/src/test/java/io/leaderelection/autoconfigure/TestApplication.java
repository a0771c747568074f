package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.lock.memory.MemoryLeases;
import io.leaderelection.spring.ProcessExit;
import io.leaderelection.spring.RecordedEvents;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A whole Spring Boot application as one replica, which meets the others in a shared space of leases. */
final class TestApplication implements AutoCloseable {

    final ConfigurableApplicationContext context;
    final RecordedEvents events;
    final LinkedBlockingQueue<Integer> exits;

    private TestApplication(ConfigurableApplicationContext context) {
        this.context = context;
        this.events = context.getBean(RecordedEvents.class);
        this.exits = context.getBean(Exits.class).codes;
    }

    /** Starts a replica; the space is that of the {@code memory} backend. */
    static TestApplication start(MemoryLeases leases, String... properties) {
        return start(leases, new SpringApplication(), properties);
    }

    static TestApplication start(MemoryLeases leases, SpringApplication application, String... properties) {
        application.addPrimarySources(List.of(Replica.class));
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(
                Map.of("spring.application.name", "shop", "leader.election.backend", "memory"));
        application.addInitializers(context -> {
            GenericApplicationContext generic = (GenericApplicationContext) context;
            generic.registerBean(MemoryLeases.class, () -> leases);
            generic.registerBean(RecordedEvents.class);
            generic.registerBean(Exits.class);
        });
        return new TestApplication(application.run(arguments(properties)));
    }

    /** Why an application with these properties does not start. */
    static Throwable failureOf(String... properties) {
        try (TestApplication unexpected = start(new MemoryLeases(), properties)) {
            return null;
        } catch (RuntimeException failure) {
            return failure;
        }
    }

    LeaderElection election() {
        return context.getBean(LeaderElections.class).get();
    }

    LeaderElection election(String name) {
        return context.getBean(LeaderElections.class).get(name);
    }

    @Override
    public void close() {
        context.close();
    }

    private static String[] arguments(String... properties) {
        return Stream.of(properties).map(property -> "--" + property).toArray(String[]::new);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Replica {}

    /** Exit codes with which the process would have ended. */
    static final class Exits implements ProcessExit {

        private final LinkedBlockingQueue<Integer> codes = new LinkedBlockingQueue<>();

        @Override
        public void exit(int code) {
            codes.add(code);
        }
    }
}
