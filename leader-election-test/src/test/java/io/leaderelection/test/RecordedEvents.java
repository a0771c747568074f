package io.leaderelection.test;

import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeaderElectionEvent;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.ApplicationListener;

/** Keeps the events of an application as short lines. */
final class RecordedEvents implements ApplicationListener<LeaderElectionEvent> {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void onApplicationEvent(LeaderElectionEvent event) {
        if (event instanceof LeadershipGrantedEvent granted) {
            lines.add("granted " + granted.getLeadership().term());
        } else if (event instanceof LeadershipRevokedEvent revoked) {
            lines.add("revoked " + revoked.getLeadership().term() + " " + revoked.getReason());
        } else if (event instanceof LeaderChangedEvent changed) {
            lines.add("leader " + changed.getLeaderIdentity());
        }
    }

    List<String> lines() {
        return lines;
    }
}
