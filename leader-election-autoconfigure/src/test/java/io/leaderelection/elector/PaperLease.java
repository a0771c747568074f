package io.leaderelection.elector;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Standbys;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import org.jspecify.annotations.Nullable;

/** A lease written down by a test: what a store keeps, without the store. Revisions count up from 1. */
final class PaperLease {

    /** One state of the lease. */
    record State(
            LeaseRecord record, Version version, @Nullable Standbys standbys) implements StoredLease {

        State(LeaseRecord record, Version version) {
            this(record, version, null);
        }
    }

    private @Nullable State now;
    private long revision;
    private int objects;

    /** Somebody makes the lease say this, and creates it if need be. */
    State says(LeaseRecord record) {
        State last = now;
        now = last == null
                ? created(record)
                : new State(record, next(last.version().uid()), last.standbys());
        return now;
    }

    /** The lease tells from now on who waits for it. */
    State tells(@Nullable Standbys standbys) {
        now = new State(now().record(), next(now().version().uid()), standbys);
        return now;
    }

    /** Somebody edits a label: another revision of the same record. */
    State isRelabelled() {
        return says(now().record());
    }

    /** Somebody deletes the lease. */
    Version isDeleted() {
        Version version = next(now().version().uid());
        now = null;
        return version;
    }

    /** Somebody puts an earlier state of the lease back from a copy of the store, whose revisions count on from there. */
    void isRestored(State earlier) {
        revision = Long.parseLong(earlier.version().revision());
        now = earlier;
    }

    /** The lease as it is. */
    State now() {
        if (now == null) {
            throw new IllegalStateException("there is no lease");
        }
        return now;
    }

    Answer read() {
        return now == null ? new Answer.Missing() : new Answer.Found(now);
    }

    Answer create(LeaseRecord record) {
        return now == null ? new Answer.Written(says(record)) : new Answer.Conflict();
    }

    Answer replace(Version expected, LeaseRecord record) {
        return now != null && now.version().equals(expected) ? new Answer.Written(says(record)) : new Answer.Conflict();
    }

    /** What a write over this version would be told. */
    Answer rehearse(Version expected) {
        return now != null && now.version().equals(expected) ? new Answer.Written(now) : new Answer.Conflict();
    }

    private State created(LeaseRecord record) {
        objects++;
        return new State(record, next("object-" + objects));
    }

    private Version next(String uid) {
        revision++;
        return new Version(uid, Long.toString(revision));
    }
}
