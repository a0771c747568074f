package io.leaderelection.elector;

import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.LeadershipSnapshot;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import org.jspecify.annotations.Nullable;

/** Keeps the snapshot that everybody may read. Written by the elector's thread only, read by any. */
final class Scoreboard {

    private final ElectorClock clock;

    private volatile Leadership leadership;

    Scoreboard(ElectionSettings settings, ElectorClock clock) {
        this.clock = clock;
        this.leadership = new LeadershipSnapshot(
                settings.name(),
                settings.identity(),
                Role.INACTIVE,
                null,
                null,
                0,
                0,
                clock.now().wallTime(),
                null);
    }

    Leadership leadership() {
        return leadership;
    }

    void follows() {
        role(Role.FOLLOWER, leadership.term(), leadership.fencingToken(), leadership.lastLoss());
    }

    Leadership granted(Term term) {
        return role(Role.LEADER, term.number(), term.token(), leadership.lastLoss());
    }

    Leadership revoked(LossReason reason) {
        return role(Role.FOLLOWER, leadership.term(), leadership.fencingToken(), reason);
    }

    void stopped() {
        role(Role.INACTIVE, leadership.term(), leadership.fencingToken(), leadership.lastLoss());
    }

    Leadership leaderSeen(LeaseRecord record) {
        Leadership now = leadership;
        String address = record.validSeal().map(Seal::advertised).orElse(null);
        leadership = new LeadershipSnapshot(
                now.election(),
                now.identity(),
                now.role(),
                record.isHeld() ? ForeignText.shown(record.holderIdentity()) : null,
                address == null ? null : ForeignText.shown(address),
                now.term(),
                now.fencingToken(),
                now.since(),
                now.lastLoss());
        return leadership;
    }

    private Leadership role(Role role, long term, long token, @Nullable LossReason lastLoss) {
        Leadership now = leadership;
        boolean knowsLeader = role != Role.INACTIVE;
        leadership = new LeadershipSnapshot(
                now.election(),
                now.identity(),
                role,
                knowsLeader ? now.leaderIdentity() : null,
                knowsLeader ? now.leaderAddress() : null,
                term,
                token,
                clock.now().wallTime(),
                lastLoss);
        return leadership;
    }
}
