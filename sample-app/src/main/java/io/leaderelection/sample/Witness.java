package io.leaderelection.sample;

import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.ShardsEvent;
import io.leaderelection.ShardsGrantedEvent;
import io.leaderelection.ShardsRevokedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;

/** Tells the log and the history what the election tells this replica. */
class Witness {

    private static final Logger LOG = LoggerFactory.getLogger(Witness.class);

    private final History history;

    Witness(History history) {
        this.history = history;
    }

    @EventListener
    void on(LeadershipGrantedEvent event) {
        history.add("granted", event.getElectionName(), event.getFencingToken(), event.getTerm());
        LOG.info("Leads: term {}, fencing token {}", event.getTerm(), event.getFencingToken());
    }

    @EventListener
    void on(LeadershipRevokedEvent event) {
        history.add("revoked", event.getElectionName(), event.getFencingToken(), event.getReason());
        LOG.info("Leads no longer: {}", event.getReason());
    }

    @EventListener
    void on(ShardsGrantedEvent event) {
        event.getTokens().forEach((shard, token) -> history.add("granted", electionOf(event, shard), token));
    }

    @EventListener
    void on(ShardsRevokedEvent event) {
        event.getTokens()
                .forEach((shard, token) -> history.add("revoked", electionOf(event, shard), token, event.getReason()));
    }

    private static String electionOf(ShardsEvent event, int shard) {
        return event.getGroup().election(shard).name();
    }

    @EventListener
    void on(LeaderChangedEvent event) {
        LOG.info("Knows the leader: {}", event.getLeaderIdentity());
    }
}
