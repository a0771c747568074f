package io.leaderelection.autoconfigure;

import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.lock.memory.MemoryLeases;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/** The main class of a process that loses each term as soon as it begins, and has work that would go on for ever. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class LosingApplication {

    public static void main(String[] arguments) throws InterruptedException {
        SpringApplication.run(LosingApplication.class, arguments);
        Thread.currentThread().join();
    }

    @Bean
    MemoryLeases leases() {
        return new MemoryLeases();
    }

    @Bean
    ApplicationListener<LeadershipGrantedEvent> loser(MemoryLeases leases) {
        return new ApplicationListener<>() {
            @Override
            public void onApplicationEvent(LeadershipGrantedEvent event) {
                leases.delete("losing");
            }
        };
    }

    @EventListener
    void closed(ContextClosedEvent event) {
        System.out.println("closed in order");
    }
}
