package io.leaderelection.group;

import io.leaderelection.GatedCallListener;
import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.elector.LeaseLeaderElection;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.RevisionGrace;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.status.ElectionMonitor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A member's campaign for a seat: an ordinary election over the lease of one seat, and of the next one where others were
 * faster. It begins at a seat of its own choice, so that a herd spreads; a member that finds none free waits for one. Belongs
 * to the elector's thread, but for what says otherwise.
 */
final class SeatCampaign {

    private final GroupSettings settings;
    private final List<LeaseStore> stores;
    private final Ports ports;
    private final Executor thread;
    private final ElectionMonitor monitor;
    private final Runnable changed;
    private final int first;

    /**
     * Seats that others were seen to have, and until when that is believed: for longer than it takes to see that a holder
     * is gone, so that one who goes from seat to seat stays at one for so long.
     */
    private final Map<Integer, Long> taken = new HashMap<>();

    /** Read by any thread. */
    private volatile @Nullable LeaseLeaderElection election;

    /** Read by any thread. */
    private volatile int seat = Assignment.NOBODY;

    /** The members when this was looked at last. */
    private Map<Integer, Member> members = Map.of();

    private boolean leaving;

    /** Since when the seat's lease names a holder of this member's name; {@code null} if it does not. */
    private @Nullable Long ownNameSince;

    /** Whether a timer is set that looks for a free seat again. */
    private boolean looksAgain;

    /**
     * @param stores the leases of the seats, by number
     * @param thread hands tasks to the elector's thread, and loses none
     * @param changed told when the seat's election has news
     */
    SeatCampaign(
            GroupSettings settings,
            List<LeaseStore> stores,
            Ports ports,
            Executor thread,
            ElectionMonitor monitor,
            Runnable changed) {
        this.settings = settings;
        this.stores = stores;
        this.ports = ports;
        this.thread = thread;
        this.monitor = monitor;
        this.changed = changed;
        this.first = (int) (ports.randomness().nextFraction() * settings.seats());
    }

    /** The term in which this member has, or had, its latest seat. Any thread. */
    @Nullable
    Term term() {
        LeaseLeaderElection current = election;
        return current == null ? null : current.term();
    }

    /** Number of the seat for which this member campaigns, or which it has. Any thread. */
    int seat() {
        return seat;
    }

    /** The election of the seat. Any thread. */
    @Nullable
    LeaseLeaderElection election() {
        return election;
    }

    /** Whether this member stands by because all seats are taken. */
    boolean isSpare() {
        LeaseLeaderElection current = election;
        return current != null && current.leadership().role() == Role.FOLLOWER && othersLead(current);
    }

    /** Campaigns, and goes on to the next seat where another member has this one. */
    void advance(@Nullable Assignment assignment) {
        LeaseLeaderElection current = election;
        forgetTheGone(assignment);
        if (leaving) {
            return;
        } else if (current == null) {
            campaign(firstFree(assignment), assignment);
        } else if (current.leadership().role() == Role.FOLLOWER && isTaken(current) && !isDraining(current)) {
            taken.put(
                    seat,
                    ports.clock().nanoTime()
                            + 2 * settings.timings().leaseDuration().toNanos());
            int next = firstFree(assignment);
            if (next != seat && isFree(next, assignment)) {
                leave(current);
            } else {
                lookAgain();
            }
        }
    }

    private void lookAgain() {
        if (!looksAgain) {
            looksAgain = true;
            ports.scheduler().schedule(settings.timings().retryPeriod(), () -> {
                looksAgain = false;
                changed.run();
            });
        }
    }

    /** A member that has left has given its seat back, or has lost it. */
    private void forgetTheGone(@Nullable Assignment assignment) {
        if (assignment != null && assignment.members() != members) {
            members.keySet().stream()
                    .filter(before -> !assignment.members().containsKey(before))
                    .forEach(taken::remove);
            members = assignment.members();
        }
    }

    /**
     * Whether another member has the seat. A holder of this member's name is most often itself: the watch may tell of its
     * write before the answer does. One that stays for longer than a write takes is a namesake.
     */
    private boolean isTaken(LeaseLeaderElection current) {
        if (!Owner.shown(settings.identity()).equals(current.leadership().leaderIdentity())) {
            ownNameSince = null;
            return othersLead(current);
        }
        long now = ports.clock().nanoTime();
        if (ownNameSince == null) {
            ownNameSince = now;
        }
        lookAgain();
        return now - ownNameSince >= settings.timings().renewDeadline().toNanos();
    }

    private static boolean othersLead(LeaseLeaderElection current) {
        return current.leadership().leaderIdentity() != null;
    }

    /** An election whose lost term has work left cannot be left yet. */
    private static boolean isDraining(LeaseLeaderElection current) {
        Term term = current.term();
        return term != null && !term.callsInProgress().isEmpty();
    }

    private void leave(LeaseLeaderElection current) {
        leaving = true;
        current.stop()
                .thenRun(() -> thread.execute(() -> {
                    leaving = false;
                    if (election == current) {
                        election = null;
                        changed.run();
                    }
                }));
    }

    /** The first seat that may be free; if there is none, the one to wait for. */
    private int firstFree(@Nullable Assignment assignment) {
        for (int step = 0; step < settings.seats(); step++) {
            int candidate = (first + step) % settings.seats();
            if (isFree(candidate, assignment)) {
                return candidate;
            }
        }
        return seat == Assignment.NOBODY ? first : seat;
    }

    private boolean isFree(int candidate, @Nullable Assignment assignment) {
        Long until = taken.get(candidate);
        boolean seenTaken = until != null && until - ports.clock().nanoTime() > 0;
        return !seenTaken && !isListed(candidate, assignment);
    }

    private static boolean isListed(int candidate, @Nullable Assignment assignment) {
        return assignment != null && assignment.members().containsKey(candidate);
    }

    private void campaign(int candidate, @Nullable Assignment assignment) {
        seat = candidate;
        ownNameSince = null;
        RevisionGrace known = new RevisionGrace(settings.revision(), Duration.ZERO, false);
        LeaseLeaderElection next = new LeaseLeaderElection(
                settings.ofSeat(candidate, known),
                stores.get(candidate),
                ports,
                new News(),
                GatedCallListener.NONE,
                monitor);
        if (isListed(candidate, assignment)) {
            // Its member may not have heard yet that the lease of its seat was deleted.
            next.presumeHolder();
        }
        election = next;
        next.start();
    }

    /** Gives the seat up when all work has ended. The gate is shut when this returns. Any thread. */
    CompletableFuture<Void> stop() {
        LeaseLeaderElection current = election;
        return current == null ? CompletableFuture.completedFuture(null) : current.stop();
    }

    /** After the stop: the next start chooses anew. */
    void stopped() {
        election = null;
        leaving = false;
    }

    /** Any news is a reason to look again. */
    private final class News implements LeadershipListener {

        @Override
        public void granted(Leadership leadership) {
            changed.run();
        }

        @Override
        public void revoked(Leadership leadership, LossReason reason) {
            changed.run();
        }

        @Override
        public void leaderChanged(Leadership leadership) {
            changed.run();
        }
    }
}
