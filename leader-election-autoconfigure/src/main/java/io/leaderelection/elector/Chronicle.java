package io.leaderelection.elector;

import io.leaderelection.LossReason;
import io.leaderelection.gate.ClockReading;
import io.leaderelection.gate.Complaints;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Trouble;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.Measurement;
import io.leaderelection.status.StoreStatus;
import io.leaderelection.status.Transition;
import io.leaderelection.status.Transition.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a candidate, for whoever asks: follows what its elector is told and what it wants done, and decides
 * nothing. Written by the elector's thread only; the methods that say so may be called by any.
 */
final class Chronicle {

    /** Most transitions that are remembered. */
    static final int LONGEST = 16;

    private final String election;
    private final String identity;
    private final StoreContact contact;
    private final ElectionMonitor monitor;
    private final Complaints complaints;
    private final Set<Long> writes = new HashSet<>();

    private volatile List<Transition> transitions = List.of();

    /** The ended term whose work did not end in time, until it has. */
    private volatile @Nullable Term overdue;

    private ClockReading now;

    /** The renewal under way, and when it was sent. */
    private long renewal = -1;

    private long renewalSent;

    /** When the last sign of a leader was seen before this candidate took the lease; {@code null} if none ever was. */
    private @Nullable Long leaderless;

    private long grantedAt;
    private long endedAt;
    private long changedAt;
    private @Nullable String leader;

    Chronicle(ElectionSettings settings, LeaseStore store, ElectorClock clock, ElectionMonitor monitor) {
        this.election = settings.name();
        this.identity = settings.identity();
        this.contact = new StoreContact(store);
        this.monitor = monitor;
        this.complaints = new Complaints(election);
        this.now = clock.now();
    }

    /** Takes note of an input that the elector has handled, and of what it wants done. */
    void handled(Input input, List<Effect> effects, Elector elector) {
        now = elector.now();
        heard(input);
        for (Effect effect : effects) {
            wanted(effect, input, elector);
        }
    }

    /** The latest transitions, the last one first. Any thread. */
    List<Transition> transitions() {
        return transitions;
    }

    /** How the contact with the store is at this moment. Any thread. */
    StoreStatus store(long nanos) {
        return contact.status(nanos);
    }

    /** Names of what goes on after the drain timeout of its term, or of a grant. Any thread. */
    List<String> overdueWork(Announcer announcer) {
        Term ended = overdue;
        return ended == null ? announcer.late() : unended(ended, announcer);
    }

    /** Names of the calls of a term that go on, and of the listener that does. Any thread. */
    static List<String> unended(Term ended, Announcer announcer) {
        return Stream.concat(ended.callsInProgress().stream(), announcer.pending().stream())
                .toList();
    }

    private void heard(Input input) {
        if (input instanceof Input.Start) {
            contact.started(now);
            changed(Kind.STARTED, null, null);
        } else if (input instanceof Input.Answered answered) {
            answered(answered.request(), answered.answer());
        } else if (input instanceof Input.Due due && due.alarm() == Alarm.ATTEMPT) {
            troubled(Arrival.NO_ANSWER, false);
        } else if (input instanceof Input.News || input instanceof Input.Deleted) {
            contact.news(now);
        } else if (input instanceof Input.WatchLive) {
            if (contact.hasWatchTrouble()) {
                tell(new Measurement.WatchRestarted());
            }
            contact.watching();
        } else if (input instanceof Input.WatchDown down) {
            contact.polling(down.trouble(), now);
        } else if (input instanceof Input.WorkEnded) {
            overdue = null;
            tell(new Measurement.Drained(since(endedAt)));
        }
    }

    private void answered(long request, Answer answer) {
        boolean write = writes.remove(request);
        if (answer instanceof Trouble trouble) {
            troubled(trouble, write);
        } else {
            contact.answered(answer, write, now);
            if (request == renewal && answer instanceof Answer.Written) {
                tell(new Measurement.Renewed(since(renewalSent)));
            }
        }
    }

    private void troubled(Trouble trouble, boolean write) {
        contact.answered(trouble, write, now);
        tell(new Measurement.Troubled(trouble.kind()));
    }

    private void wanted(Effect effect, Input cause, Elector elector) {
        boolean held = elector.state() == State.LEADING || elector.state() == State.DRAINING;
        if (effect instanceof Effect.Create create) {
            writes.add(create.request());
        } else if (effect instanceof Effect.Replace replace) {
            writes.add(replace.request());
            if (held) {
                renewal = replace.request();
                renewalSent = now.nanos();
            } else if (elector.state() == State.TAKING) {
                ObservedLease seen = elector.seen();
                leaderless = seen.record().wasNeverHeld() && seen.lastHeld() == null ? null : seen.since();
            }
        } else if (effect instanceof Effect.Cancel cancel) {
            writes.remove(cancel.request());
        } else if (effect instanceof Effect.Read && held) {
            tell(new Measurement.ReadBack());
        } else if (effect instanceof Effect.Watch && !(cause instanceof Input.Start)) {
            tell(new Measurement.WatchRestarted());
        } else {
            changed(effect, elector);
        }
    }

    private void changed(Effect effect, Elector elector) {
        if (effect instanceof Effect.Grant grant) {
            leader = identity;
            grantedAt = now.nanos();
            changed(Kind.GRANTED, grant.term(), null);
            tell(new Measurement.Granted(leaderless == null ? Duration.ZERO : since(leaderless)));
        } else if (effect instanceof Effect.Revoke revoke) {
            leader = null;
            endedAt = now.nanos();
            changed(Kind.REVOKED, revoke.term(), revoke.reason());
            tell(new Measurement.Revoked(revoke.reason(), since(grantedAt)));
        } else if (effect instanceof Effect.LeaderSeen seen) {
            leaderSeen(seen.record(), elector);
        } else if (effect instanceof Effect.Overdue late) {
            overdue = late.term();
        } else if (effect instanceof Effect.Stopped) {
            leader = null;
            contact.stopped();
            changed(Kind.STOPPED, null, null);
        }
    }

    private void leaderSeen(LeaseRecord record, Elector elector) {
        boolean mine = elector.isMine(record);
        if (record.isHeld() && !mine) {
            contact.othersLead();
        }
        if (!mine) {
            leader = record.isHeld() ? ForeignText.shown(record.holderIdentity()) : null;
            changed(Kind.LEADER_CHANGED, null, null);
        }
    }

    private void changed(Kind kind, @Nullable Term term, @Nullable LossReason reason) {
        Duration lasted =
                kind == Kind.REVOKED ? since(grantedAt) : transitions.isEmpty() ? Duration.ZERO : since(changedAt);
        changedAt = now.nanos();
        List<Transition> latest = new ArrayList<>(LONGEST);
        latest.add(new Transition(
                now.wallTime(),
                kind,
                leader,
                term == null ? 0 : term.number(),
                term == null ? 0 : term.token(),
                reason,
                lasted));
        latest.addAll(transitions.subList(0, Math.min(transitions.size(), LONGEST - 1)));
        transitions = List.copyOf(latest);
    }

    /** An observer that fails must not hurt the election. */
    private void tell(Measurement measurement) {
        try {
            monitor.measured(election, measurement);
        } catch (Throwable failure) {
            complaints.about("A monitor", monitor.getClass(), failure);
        }
    }

    private Duration since(long then) {
        return Duration.ofNanos(now.nanos() - then);
    }
}
