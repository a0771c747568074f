package io.leaderelection.candidate.ours;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.candidate.Assignment;
import io.leaderelection.candidate.Journal;
import io.leaderelection.candidate.Questioner;
import io.leaderelection.candidate.WorkUnit;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Tells what this candidate learns of its leadership. */
@Configuration(proxyBeanMethods = false)
class Telling {

    private final Journal journal;

    Telling(Assignment assignment) {
        this.journal = new Journal(assignment.history());
    }

    @Bean
    WorkUnit workUnit(Assignment assignment) {
        return new WorkUnit(assignment, journal);
    }

    @EventListener
    void started(ApplicationReadyEvent event) {
        LeaderElection election =
                event.getApplicationContext().getBean(LeaderElections.class).get();
        Questioner.start(
                journal, () -> election.isLeader() ? election.leadership().fencingToken() : Questioner.NO);
        journal.tell("started", 0);
    }

    @EventListener
    void granted(LeadershipGrantedEvent event) {
        journal.tell("granted", event.getFencingToken());
    }

    @EventListener
    void revoked(LeadershipRevokedEvent event) {
        journal.tell("revoked", event.getFencingToken());
    }
}
