package io.leaderelection.group;

import io.leaderelection.elector.Backoff;
import io.leaderelection.elector.ElectorScheduler;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.RequestRateLimiter;
import io.leaderelection.group.Assignment.Shape;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The assignment as all members share it: reads it, watches it, and writes it by compare-and-set on what was read (S3). One
 * request is under way at a time, and five begin within a retry period at most. Belongs to the elector's thread.
 */
final class SharedAssignment {

    /** What is known of the record in the store. */
    enum State {
        /** Nothing yet. */
        UNREAD,
        /** It can be believed. */
        SOUND,
        /** It is missing, blank or damaged, or older than what was there before: it has to be begun anew (S7). */
        LOST,
        /** Its members have another number of shards or seats, or another hash. */
        DIFFERENT,
        /** A later version of this software has written it. */
        NEWER
    }

    /** One write, and two more should others be faster. */
    private static final int WRITE_WITH_RACES = 3;

    private final LeaseStore store;
    private final Shape shape;
    private final Timings timings;
    private final long floor;
    private final Ports ports;
    private final Executor thread;
    private final Runnable changed;
    private final RequestRateLimiter limiter;
    private final Backoff backoff;

    private State state = State.UNREAD;

    /** The latest version seen in the store; {@code null} if there is none. */
    private @Nullable StoredLease seen;

    /** The newest assignment that was believed. */
    private @Nullable Assignment believed;

    /** What the record says where its shape is another one. */
    private @Nullable Assignment foreign;

    /** Why the latest request failed, or the latest write if there is one to be made again; {@code null} if it did not. */
    private @Nullable StoreFailure failure;

    /** Whether it was a write that failed: that reads succeed does not end such a failure. */
    private boolean failedToWrite;

    private boolean writing;

    /** Since when it fails, if it does. */
    private long failingSince;

    /** The version that the latest write was to replace. */
    private @Nullable Version replaced;

    /** What was to be replaced when another member was faster, until it is known what that one wrote. */
    private @Nullable Version beaten;

    private @Nullable Request watch;
    private @Nullable Request underWay;
    private ElectorScheduler.@Nullable Cancellation timer;

    /** Counts openings and requests: what comes late of an earlier one is not heard. */
    private long count;

    private long opening;
    private boolean live;
    private boolean stale = true;
    private long notBefore;

    /** Whether {@code changed} will be told when a write may be sent at once. */
    private boolean reminding;

    /**
     * @param thread hands tasks to the elector's thread, and loses none
     * @param changed told when something else is known, or the next request may be sent
     */
    SharedAssignment(LeaseStore store, GroupSettings settings, Ports ports, Executor thread, Runnable changed) {
        this.store = store;
        this.shape = settings.shape();
        this.timings = settings.timings();
        this.floor = settings.tokenFloor();
        this.ports = ports;
        this.thread = thread;
        this.changed = changed;
        this.limiter = new RequestRateLimiter(timings.retryPeriod());
        this.backoff = new Backoff(timings, ports.randomness());
        this.notBefore = ports.clock().nanoTime();
    }

    // What is known.

    State state() {
        return state;
    }

    /** The newest assignment that was believed, and is believed until there is a newer one. */
    @Nullable
    Assignment believed() {
        return believed;
    }

    /** What the record says, where its members have another shape than this one. */
    @Nullable
    Assignment foreign() {
        return state == State.DIFFERENT ? foreign : null;
    }

    /** Whether there has been a record, be it one that cannot be believed: somebody may own shards by it. */
    boolean hasBeen() {
        return believed != null || seen != null && seen.record().assignment() != null;
    }

    /** Which beginning of the record is believed: which object it is, and by which number it began. */
    String beginning() {
        return (seen == null ? "" : seen.version().uid()) + '/' + (believed == null ? 0 : believed.begun());
    }

    /** Why requests fail for longer than a hiccup lasts, or for a reason that does not go away; {@code null} if they do not. */
    @Nullable
    StoreFailure failure() {
        StoreFailure latest = failure;
        boolean lasts = ports.clock().nanoTime() - failingSince
                >= timings.renewDeadline().toNanos();
        return latest != null && (lasts || latest.kind() == StoreFailure.Kind.FORBIDDEN) ? latest : null;
    }

    /** A number for the next version: above all numbers, tokens and revisions that were ever seen (S6). */
    long nextNumber() {
        long known = Math.max(believed == null ? 0 : believed.number(), foreign == null ? 0 : foreign.number());
        long revision = seen == null ? 0 : seen.version().number().orElse(0);
        return Math.max(Math.max(known, revision), floor) + 1;
    }

    /**
     * Whether a write would be sent at once, even if it lost a race; if not, {@code changed} is told when it would. Who is to
     * give something up waits for that: else nobody would have it while the write waits.
     */
    boolean canWriteAtOnce() {
        long wait = limiter.untilFree(WRITE_WITH_RACES, ports.clock().nanoTime());
        if (wait > 0 && !reminding) {
            ports.scheduler().schedule(Duration.ofNanos(wait), () -> {
                reminding = false;
                changed.run();
            });
            reminding = true;
        }
        return wait <= 0;
    }

    // Requests.

    void open() {
        if (watch == null) {
            opening = ++count;
            stale = true;
            try {
                watch = store.watch(new News(opening));
            } catch (Throwable refused) {
                failure = new StoreFailure(StoreFailure.Kind.UNREADABLE, "The watch could not be opened: " + refused);
            }
        }
    }

    void close() {
        opening = ++count;
        live = false;
        if (watch != null) {
            watch.cancel();
            watch = null;
        }
        if (underWay != null) {
            underWay.cancel();
            underWay = null;
        }
        clearTimer();
    }

    /**
     * Sends what there is to send, if it may be sent now; else this is tried again, by way of {@code changed}, when it may.
     *
     * @param author makes the next version from what is known; {@code null} if nothing is to be written
     */
    void advance(Supplier<@Nullable Assignment> author) {
        if (opening == 0 || underWay != null) {
            return;
        }
        Assignment next = stale ? null : author.get();
        if (!stale && next == null && failedToWrite) {
            succeeded();
        }
        if (!stale && next == null && live) {
            return;
        }
        long now = ports.clock().nanoTime();
        long wait = Math.max(limiter.untilFree(1, now), notBefore - now);
        boolean polls = !stale && next == null;
        if (polls) {
            pollLater();
            return;
        } else if (wait > 0) {
            remind(Duration.ofNanos(wait), changed);
            return;
        }
        limiter.sent(now);
        writing = next != null;
        if (next == null) {
            read();
        } else {
            write(next);
        }
    }

    private void read() {
        send(receiver -> store.read(timings.attemptTimeout(), receiver));
    }

    private void write(Assignment next) {
        LeaseRecord record = LeaseRecord.ofAssignment(AssignmentText.write(next));
        StoredLease expected = seen;
        replaced = expected == null ? null : expected.version();
        send(receiver -> expected == null
                ? store.create(record, timings.attemptTimeout(), receiver)
                : store.replace(expected, record, timings.attemptTimeout(), receiver));
    }

    /** A store that gives no answer at all has failed, too. */
    private void send(Ask ask) {
        long request = ++count;
        underWay = () -> {};
        clearTimer();
        timer = ports.scheduler()
                .schedule(timings.attemptTimeout().multipliedBy(5).dividedBy(4), () -> {
                    Request silent = underWay;
                    if (silent != null && request == count) {
                        silent.cancel();
                        answered(request, new StoreFailure(StoreFailure.Kind.TIMEOUT, "no answer in time"));
                    }
                });
        try {
            Request sent = ask.send(answer -> thread.execute(() -> answered(request, answer)));
            underWay = sent;
        } catch (Throwable refused) {
            thread.execute(() ->
                    answered(request, new StoreFailure(StoreFailure.Kind.UNREADABLE, "The store failed: " + refused)));
        }
    }

    private void answered(long request, Answer answer) {
        if (underWay == null || request != count) {
            return;
        }
        underWay = null;
        StoreFailure before = failure;
        if (writing || !failedToWrite) {
            succeeded();
        }
        clearTimer();
        if (answer instanceof Answer.Found found) {
            stale = false;
            beaten = null;
            backoff.found(found.lease().version());
            believe(found.lease());
        } else if (answer instanceof Answer.Written written) {
            backoff.reset();
            believe(written.lease());
        } else if (answer instanceof Answer.Missing) {
            stale = false;
            backoff.reset();
            missing();
        } else if (answer instanceof StoreFailure refused) {
            failure = refused;
            failedToWrite = writing;
            failingSince = before == null ? ports.clock().nanoTime() : failingSince;
            backoff.failed(seen == null ? null : seen.version());
            readAfter(backoff.afterFailure(refused.retryAfter()));
        } else {
            lostRace();
        }
        changed.run();
    }

    /** Another member was faster. What it wrote comes by the watch: only if that is late it is read. */
    private void lostRace() {
        backoff.failed(replaced);
        readAfter(live && replaced != null ? timings.firstPause() : backoff.afterConflict());
        beaten = replaced;
        if (seen != null) {
            winnerIs(seen.version());
        }
    }

    /** What was written instead is known: it can be written on from there. */
    private void winnerIs(Version version) {
        if (beaten != null && !version.equals(beaten)) {
            beaten = null;
            stale = false;
            notBefore = ports.clock().nanoTime();
            backoff.found(version);
        }
    }

    private void readAfter(Duration pause) {
        mustRead();
        notBefore = ports.clock().nanoTime() + pause.toNanos();
    }

    private void mustRead() {
        stale = true;
        beaten = null;
    }

    private void succeeded() {
        failure = null;
        failedToWrite = false;
    }

    /** Without a watch, the record is read every retry period. */
    private void pollLater() {
        if (timer == null) {
            remind(backoff.jittered(timings.retryPeriod()), () -> {
                stale |= !live;
                changed.run();
            });
        }
    }

    private void remind(Duration pause, Runnable task) {
        clearTimer();
        timer = ports.scheduler().schedule(pause, () -> {
            timer = null;
            task.run();
        });
    }

    private void clearTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    // Belief.

    private void believe(StoredLease lease) {
        if (seen != null && lease.version().isOldAgainst(seen.version()) && state != State.UNREAD) {
            return;
        }
        seen = lease;
        winnerIs(lease.version());
        foreign = null;
        state = judge(lease.record().assignment());
    }

    private State judge(@Nullable String text) {
        Optional<Assignment> read;
        try {
            read = AssignmentText.read(text);
        } catch (IllegalArgumentException damaged) {
            return State.LOST;
        }
        if (read.isEmpty()) {
            return text != null && text.matches("v\\d+;.*") ? State.NEWER : State.LOST;
        }
        Assignment found = read.get();
        if (!found.shape().equals(shape)) {
            foreign = found;
            return found.members().isEmpty() ? State.LOST : State.DIFFERENT;
        }
        if (believed != null && found.isBehind(believed)) {
            return State.LOST;
        }
        believed = found;
        return State.SOUND;
    }

    private void missing() {
        seen = null;
        state = State.LOST;
    }

    /** One way to ask the store for something. */
    private interface Ask {

        Request send(Consumer<Answer> receiver);
    }

    /** The news of one watch. Of another object than the one that was read it is only a reason to read. */
    private final class News implements WatchListener {

        private final long number;

        News(long number) {
            this.number = number;
        }

        @Override
        public void changed(StoredLease lease) {
            hear(() -> {
                if (seen != null && lease.version().isComparableTo(seen.version())) {
                    believe(lease);
                } else {
                    mustRead();
                }
            });
        }

        @Override
        public void deleted(Version version) {
            hear(SharedAssignment.this::mustRead);
        }

        @Override
        public void live() {
            hear(() -> {
                live = true;
                mustRead();
            });
        }

        @Override
        public void down(StoreFailure failed) {
            hear(() -> live = false);
        }

        @Override
        public void died(String process) {}

        private void hear(Runnable news) {
            thread.execute(() -> {
                if (number == opening) {
                    news.run();
                    changed.run();
                }
            });
        }
    }
}
