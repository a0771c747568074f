package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElection;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** The main class of a process whose only work is the leader's: nothing keeps it alive. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ShortLivedApplication {

    private final LeaderElection election;

    ShortLivedApplication(LeaderElection election) {
        this.election = election;
    }

    public static void main(String[] arguments) {
        SpringApplication.run(ShortLivedApplication.class, arguments);
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        election.whileLeading("reports", leadership -> {});
    }
}
