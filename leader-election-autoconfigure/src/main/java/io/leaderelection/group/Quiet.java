package io.leaderelection.group;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.elector.LeadershipListener;

/** For elections of shards: their grants are told by the group, many at once. */
enum Quiet implements LeadershipListener {
    LISTENER;

    @Override
    public void granted(Leadership leadership) {}

    @Override
    public void revoked(Leadership leadership, LossReason reason) {}

    @Override
    public void leaderChanged(Leadership leadership) {}
}
