package io.leaderelection.spring;

import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.LossReason;
import io.leaderelection.elector.LeadershipListener;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes grants, revocations and changes of the leader as application events. */
public final class EventPublishingListener implements LeadershipListener {

    private final Supplier<LeaderElection> election;
    private final ApplicationEventPublisher publisher;
    private final Consumer<LossReason> onRevocation;

    /**
     * @param election the election that the events tell of
     * @param publisher publishes the events, in the calling thread
     * @param onRevocation told before the listeners of a revocation are, which may take their time; must not wait
     */
    public EventPublishingListener(
            Supplier<LeaderElection> election, ApplicationEventPublisher publisher, Consumer<LossReason> onRevocation) {
        this.election = election;
        this.publisher = publisher;
        this.onRevocation = onRevocation;
    }

    @Override
    public void granted(Leadership leadership) {
        publisher.publishEvent(new LeadershipGrantedEvent(election.get(), leadership));
    }

    @Override
    public void revoked(Leadership leadership, LossReason reason) {
        try {
            onRevocation.accept(reason);
        } finally {
            publisher.publishEvent(new LeadershipRevokedEvent(election.get(), leadership, reason));
        }
    }

    @Override
    public @Nullable String telling() {
        return publisher instanceof DirectEventPublisher direct
                ? direct.telling(election.get().name())
                : null;
    }

    @Override
    public void leaderChanged(Leadership leadership) {
        publisher.publishEvent(new LeaderChangedEvent(election.get(), leadership));
    }
}
