package io.leaderelection.elector.simulation;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Standbys;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The API server with its one lease: compare-and-set as the real one does it, one revision for everything that ever
 * happens, and what can be wrong with a server.
 */
final class SimServer {

    /** A lease as stored: what it says, its version, the annotation that tells where its holder is, and who waits for it. */
    record Entry(
            LeaseRecord record, Version version, @Nullable String annotation, Standbys standbys)
            implements StoredLease {}

    /** Hears of every change, before anybody else. */
    interface Observer {
        void changed(@Nullable Entry before, @Nullable Entry after, @Nullable Call by);
    }

    private final Dice dice;
    private final Observer observer;
    private final List<SimWatch> watches = new ArrayList<>();
    private final Queue<Call> stalledCalls = new ArrayDeque<>();
    private final List<Entry> history = new ArrayList<>();
    private @Nullable Entry lease;
    private long revision;

    int stalled;
    int down;
    int throttling;
    int failing;
    int forbidding;
    int denying;
    private final List<Contradiction> contradictions = new ArrayList<>();
    private long denials;

    SimServer(Dice dice, Observer observer) {
        this.dice = dice;
        this.observer = observer;
        this.revision = dice.between(1, 1000);
    }

    @Nullable
    Entry lease() {
        return lease;
    }

    // Requests.

    void arrived(Call call) {
        if (down > 0) {
            call.answer(new StoreFailure(StoreFailure.Kind.UNREACHABLE, "connection refused"));
        } else if (stalled > 0) {
            stalledCalls.add(call);
        } else {
            call.answer(answerTo(call));
        }
    }

    private Answer answerTo(Call call) {
        if (denying > 0 && !call.isWrite() && denials++ % 2 == 0) {
            return new Answer.Missing();
        } else if (!contradictions.isEmpty() && call.isWrite()) {
            Contradiction contradiction = contradictions.get(contradictions.size() - 1);
            return contradiction.answer(dice, () -> apply(call));
        }
        return honestAnswerTo(call);
    }

    private Answer honestAnswerTo(Call call) {
        if (throttling > 0) {
            return new StoreFailure(
                    StoreFailure.Kind.THROTTLED, "too many requests", Duration.ofSeconds(1 + dice.below(4)));
        } else if (forbidding > 0) {
            return new StoreFailure(StoreFailure.Kind.FORBIDDEN, "forbidden");
        } else if (failing > 0) {
            if (dice.chance(0.3)) {
                apply(call);
            }
            return new StoreFailure(StoreFailure.Kind.SERVER, "internal error");
        }
        return apply(call);
    }

    /** Does what was asked, whoever still waits for the answer. */
    Answer apply(Call call) {
        return switch (call.verb()) {
            case READ -> lease == null ? new Answer.Missing() : new Answer.Found(lease);
            case CREATE -> lease == null ? written(call, null) : new Answer.Conflict();
            case REPLACE -> replace(call);
            case REHEARSE ->
                lease != null && lease.version().equals(call.expected())
                        ? new Answer.Written(lease)
                        : new Answer.Conflict();
            case ANNOUNCE ->
                lease != null && call.expects(lease.version())
                        ? written(call, lease.version().uid())
                        : new Answer.Conflict();
        };
    }

    private Answer replace(Call call) {
        Version expected = call.expected();
        if (lease == null) {
            // A replacement without uid creates what is gone; found out on a real server.
            return call.sendsUid() ? new Answer.Conflict() : written(call, null);
        }
        boolean sameObject = !call.sendsUid() || lease.version().uid().equals(expected.uid());
        if (!sameObject || !lease.version().revision().equals(expected.revision())) {
            return new Answer.Conflict();
        }
        return call.record().equals(lease.record())
                ? new Answer.Written(lease)
                : written(call, lease.version().uid());
    }

    private Answer written(Call call, @Nullable String uid) {
        return new Answer.Written(store(call.record(), uid, call));
    }

    // Everybody else's doing.

    /** Changes what the lease says, as a stranger to the election might; nothing happens if there is none. */
    void edit(UnaryOperator<LeaseRecord> change) {
        if (lease != null) {
            store(change.apply(lease.record()), lease.version().uid(), null);
        }
    }

    void delete() {
        Entry last = lease;
        if (last != null) {
            lease = null;
            revision++;
            observer.changed(last, null, null);
            Version deletion = new Version(last.version().uid(), Long.toString(revision));
            watches.forEach(watch -> watch.deleted(deletion));
        }
    }

    /** Puts an older state of the store back: its revisions will be given out a second time. */
    void restore(int states) {
        if (!history.isEmpty()) {
            Entry before = lease;
            lease = history.get(Math.max(0, history.size() - 1 - states));
            revision = Long.parseLong(lease.version().revision());
            observer.changed(before, lease, null);
            List.copyOf(watches).forEach(SimWatch::breakOff);
        }
    }

    private Entry store(LeaseRecord record, @Nullable String uid, @Nullable Call by) {
        Entry before = lease;
        revision++;
        String kept = before == null ? null : before.annotation();
        Standbys waiting = before == null ? Standbys.NONE : before.standbys();
        Entry stored = new Entry(
                record,
                new Version(uid == null ? "uid-" + revision : uid, Long.toString(revision)),
                by == null ? kept : by.annotation(kept),
                by == null ? waiting : by.standbys(waiting));
        lease = stored;
        history.add(stored);
        observer.changed(before, stored, by);
        watches.forEach(watch -> watch.changed(stored));
        return stored;
    }

    // Faults.

    void contradict(Contradiction way) {
        contradictions.add(way);
    }

    void contradictNoMore(Contradiction way) {
        contradictions.remove(way);
    }

    void stall() {
        stalled++;
    }

    void unstall() {
        stalled--;
        if (stalled == 0) {
            for (Call call = stalledCalls.poll(); call != null; call = stalledCalls.poll()) {
                arrived(call);
            }
        }
    }

    void goDown() {
        down++;
        stalledCalls.clear();
        List.copyOf(watches).forEach(SimWatch::breakOff);
    }

    void comeUp() {
        down--;
    }

    boolean takesWatches() {
        return down == 0 && stalled == 0;
    }

    void breakWatchesOf(Node node) {
        for (SimWatch watch : List.copyOf(watches)) {
            if (watch.process().node() == node) {
                watch.breakOff();
            }
        }
    }

    /** Whether every watch has told all there was to tell. */
    boolean watchesAreComplete() {
        for (SimWatch watch : watches) {
            if (watch.hasMissed()) {
                return false;
            }
        }
        return true;
    }

    void subscribe(SimWatch watch) {
        watches.add(watch);
    }

    void unsubscribe(SimWatch watch) {
        watches.remove(watch);
    }
}
