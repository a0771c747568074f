package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.lock.memory.MemoryLeases;
import io.leaderelection.spring.ProcessExit;
import io.leaderelection.spring.RecordedEvents;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
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
        String[] arguments = new String[properties.length + 3];
        arguments[0] = "--spring.application.name=shop";
        arguments[1] = "--leader.election.backend=memory";
        arguments[2] = "--spring.main.banner-mode=off";
        for (int i = 0; i < properties.length; i++) {
            arguments[i + 3] = "--" + properties[i];
        }
        return arguments;
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
