package io.leaderelection.elector;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Plays one short term on paper: an elector takes a lease that nobody holds and gives it back, without a store, a timer or
 * anybody being told. A standby runs through these lines for the first time in the moment that counts, when it takes
 * over; a JVM that has loaded them before is tens of milliseconds faster then.
 */
final class Rehearsal {

    private static final int LONGEST = 100;

    private static final AtomicBoolean PLAYED = new AtomicBoolean();

    private static final Randomness NO_CHANCE = new Randomness() {
        @Override
        public String nextName() {
            return "rehearsal";
        }

        @Override
        public double nextFraction() {
            return 0;
        }
    };

    private final Elector elector;
    private final Queue<Input> inputs = new ArrayDeque<>();
    private StoredLease lease = new Paper(LeaseRecord.VACANT, 1);
    private boolean led;

    private Rehearsal(Elector elector) {
        this.elector = elector;
    }

    /** Plays the term once in the life of these classes, on a thread of its own. */
    static void once(ElectionSettings settings, TaskThreads threads) {
        if (settings.campaign() && PLAYED.compareAndSet(false, true)) {
            threads.start("leader-election-rehearsal", () -> play(settings));
        }
    }

    /**
     * Plays the term, in a few milliseconds.
     *
     * @return whether the elector has led and stopped
     */
    static boolean play(ElectionSettings settings) {
        return new Rehearsal(new Elector(settings, new Rules(), StillClock.STOPPED, NO_CHANCE, "rehearsal")).play();
    }

    private boolean play() {
        inputs.add(new Input.Start());
        for (int played = 0; !inputs.isEmpty() && played < LONGEST; played++) {
            elector.handle(inputs.remove()).forEach(this::answer);
        }
        return led && elector.state == State.STOPPED;
    }

    private void answer(Effect effect) {
        if (effect instanceof Effect.Read read) {
            inputs.add(new Input.Answered(read.request(), new Answer.Found(lease)));
        } else if (effect instanceof Effect.Replace replace) {
            lease = new Paper(replace.record(), Long.parseLong(lease.version().revision()) + 1);
            inputs.add(new Input.Answered(replace.request(), new Answer.Written(lease)));
        } else if (effect instanceof Effect.Grant grant) {
            led = grant.term().isOpen();
            inputs.add(new Input.Stop());
        } else if (effect instanceof Effect.Revoke) {
            inputs.add(new Input.WorkEnded());
        }
    }

    private record Paper(LeaseRecord record, Version version) implements StoredLease {

        Paper(LeaseRecord record, long revision) {
            this(record, new Version("paper", Long.toString(revision)));
        }
    }
}
