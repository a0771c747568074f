package io.leaderelection.group;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.elector.LeaseLeaderElection;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.RevisionGrace;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StoreFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;

/**
 * Ends the seats of members that are gone. Each member is a standby for the next few seats after its own, as in any election: it
 * takes one when the rules of elections let it (expired, released, its holder proven dead), which ends the term that
 * had it for good, and gives it back at once. Belongs to the elector's thread.
 */
final class SeatGuards {

    /** For how many seats a member stands by: as many may end at once without anybody waiting longer. */
    static final int GUARDED = 4;

    private final GroupSettings settings;
    private final List<LeaseStore> stores;
    private final Ports ports;
    private final Executor thread;
    private final Runnable changed;
    private final Map<Integer, LeaseLeaderElection> guards = new HashMap<>();

    /** Seats that were taken from their holders, with the token by which they were. */
    private final Map<Integer, Long> ended = new HashMap<>();

    /** Seats that nobody had at a moment when the present record had begun. */
    private final Set<Integer> empty = new HashSet<>();

    /** Seats at which this member looks before it stands by for them. */
    private final Set<Integer> looked = new HashSet<>();

    /** The record for which empty seats are sought. */
    private String record = "";

    /** Seats of which nothing is known. */
    private Set<Integer> unknown = Set.of();

    private long round;

    /**
     * @param stores the leases of the seats, by number
     * @param thread hands tasks to the elector's thread, and loses none
     * @param changed told when something was found
     */
    SeatGuards(GroupSettings settings, List<LeaseStore> stores, Ports ports, Executor thread, Runnable changed) {
        this.settings = settings;
        this.stores = stores;
        this.ports = ports;
        this.thread = thread;
        this.changed = changed;
    }

    Map<Integer, Long> ended() {
        return ended;
    }

    /** Seats that were found empty since the record had this beginning. */
    Set<Integer> empty(String beginning) {
        return beginning.equals(record) ? Set.copyOf(empty) : Set.of();
    }

    /**
     * Guards the seats after this member's own that others have, or may have.
     *
     * @param beginning of the record: seats that were found empty before prove nothing (S7)
     */
    void guard(Assignment assignment, int own, String beginning) {
        if (!beginning.equals(record)) {
            record = beginning;
            round++;
            empty.clear();
            looked.clear();
        }
        Set<Integer> wanted = wanted(assignment, own);
        looked.retainAll(wanted);
        guards.entrySet().removeIf(guard -> {
            boolean needless = !wanted.contains(guard.getKey());
            if (needless) {
                guard.getValue().stop();
            }
            return needless;
        });
        unknown = assignment.unknown();
        for (int seat : wanted) {
            if ((unknown.contains(seat) || !guards.containsKey(seat)) && looked.add(seat)) {
                look(seat, !assignment.isRestored() && unknown.contains(seat));
            }
        }
    }

    /** The next members' seats after this one's, round and round, and all on the way there of which nothing is known. */
    private static Set<Integer> wanted(Assignment assignment, int own) {
        Set<Integer> wanted = new TreeSet<>();
        int seats = assignment.shape().seats();
        int members = 0;
        for (int step = 1; step < seats && members < GUARDED; step++) {
            int seat = (own + step) % seats;
            if (assignment.members().containsKey(seat)) {
                members++;
                wanted.add(seat);
            } else if (assignment.unknown().contains(seat)) {
                wanted.add(seat);
            }
        }
        return wanted;
    }

    void close() {
        guards.values().forEach(LeaseLeaderElection::stop);
        guards.clear();
        looked.clear();
        round++;
    }

    /**
     * Reads a seat. If nobody has it, nobody needs to take it.
     *
     * @param soon whether a seat that nobody is known to have had is believed to be empty at once
     */
    private void look(int seat, boolean soon) {
        long current = round;
        stores.get(seat)
                .read(
                        settings.timings().attemptTimeout(),
                        answer -> thread.execute(() -> {
                            if (round == current && looked.contains(seat)) {
                                seen(seat, answer, soon);
                            }
                        }));
    }

    private void seen(int seat, Answer answer, boolean soon) {
        LeaseRecord lease = answer instanceof Answer.Found found ? found.lease().record() : LeaseRecord.VACANT;
        if (answer instanceof StoreFailure) {
            later(settings.timings().retryPeriod(), seat, soon);
        } else if (!unknown.contains(seat)) {
            standBy(seat);
        } else if (lease.isHeld() || !lease.wasNeverHeld() && !isReleased(lease)) {
            standBy(seat);
        } else if (lease.wasNeverHeld() && !soon) {
            // Whoever had it may not have heard yet that it was deleted.
            later(settings.timings().leaseDuration(), seat, true);
        } else {
            empty.add(seat);
            changed.run();
        }
    }

    private void later(Duration pause, int seat, boolean soon) {
        long current = round;
        ports.scheduler().schedule(pause, () -> {
            if (round == current && looked.contains(seat)) {
                look(seat, soon);
            }
        });
    }

    private static boolean isReleased(LeaseRecord seat) {
        return !seat.isHeld() && seat.validSeal().map(Seal::released).orElse(false);
    }

    private void standBy(int seat) {
        if (guards.containsKey(seat)) {
            return;
        }
        LeaseLeaderElection guard = LeaseLeaderElection.guard(
                settings.ofSeat(seat, RevisionGrace.NONE), stores.get(seat), ports, new Ending(seat));
        guards.put(seat, guard);
        guard.start();
    }

    /** Hears on the elector's thread, for it has the guards' ports, that a guard has taken its seat. */
    private final class Ending implements LeadershipListener {

        private final int seat;

        Ending(int seat) {
            this.seat = seat;
        }

        @Override
        public void granted(Leadership leadership) {
            ended.merge(seat, leadership.fencingToken(), Math::max);
            LeaseLeaderElection guard = guards.remove(seat);
            looked.remove(seat);
            if (guard != null) {
                if (guard.isLeader()) {
                    empty.add(seat);
                }
                guard.stop();
            }
            changed.run();
        }

        @Override
        public void revoked(Leadership leadership, LossReason reason) {}

        @Override
        public void leaderChanged(Leadership leadership) {}
    }
}
