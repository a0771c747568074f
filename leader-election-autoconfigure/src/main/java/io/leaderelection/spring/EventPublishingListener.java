package io.leaderelection.spring;

import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElectionEvent;
import io.leaderelection.Leadership;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.LossReason;
import io.leaderelection.elector.CandidateListener;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes what becomes of a candidate as application events. */
public final class EventPublishingListener implements CandidateListener {

    private final Supplier<LeaderElection> election;
    private final ApplicationEventPublisher publisher;
    private final Consumer<LossReason> afterRevocation;

    /**
     * @param election the election that the events tell of
     * @param publisher publishes the events, in the calling thread
     * @param afterRevocation told when all listeners of a revocation have returned, or one has failed
     */
    public EventPublishingListener(
            Supplier<LeaderElection> election,
            ApplicationEventPublisher publisher,
            Consumer<LossReason> afterRevocation) {
        this.election = election;
        this.publisher = publisher;
        this.afterRevocation = afterRevocation;
    }

    @Override
    public void granted(Leadership leadership) {
        publish(new LeadershipGrantedEvent(election.get(), leadership));
    }

    @Override
    public void revoked(Leadership leadership, LossReason reason) {
        try {
            publish(new LeadershipRevokedEvent(election.get(), leadership, reason));
        } finally {
            afterRevocation.accept(reason);
        }
    }

    @Override
    public void leaderChanged(Leadership leadership) {
        publish(new LeaderChangedEvent(election.get(), leadership));
    }

    private void publish(LeaderElectionEvent event) {
        publisher.publishEvent(event);
    }
}
