package io.leaderelection.benchmarks;

import io.leaderelection.autoconfigure.LeaderElectionAutoConfiguration;
import io.leaderelection.autoconfigure.LeaderGateAutoConfiguration;
import io.leaderelection.lock.memory.MemoryLeases;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Small applications in this JVM that elect over the same leases. */
final class Replicas {

    private final MemoryLeases leases = new MemoryLeases();

    /** Starts one more, with these properties and beans beside those that all have. */
    AnnotationConfigApplicationContext start(Map<String, Object> properties, Class<?>... beans) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("spring.application.name", "benchmark");
        all.put("leader.election.backend", "memory");
        all.put("leader.election.start", "refreshed");
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark", all));
        context.registerBean(MemoryLeases.class, () -> leases);
        context.register(
                AopAutoConfiguration.class, LeaderElectionAutoConfiguration.class, LeaderGateAutoConfiguration.class);
        for (Class<?> bean : beans) {
            context.register(bean);
        }
        context.refresh();
        return context;
    }

    /** Waits for something that an election brings about. */
    static void await(String what, BooleanSupplier condition) {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            if (i == 1000) {
                throw new IllegalStateException("No " + what + " within 10 s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
