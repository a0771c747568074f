package io.leaderelection.elector;

import static io.leaderelection.status.DurationText.asConfigured;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.gate.Complaints;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.FixedClock;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.FailureLogThrottle;
import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.status.DurationText;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The log of one candidate: one line per transition. A streak of failures is told at its beginning, at intervals and at
 * its end. Sentences are for people; key-value pairs say the same to machines. Belongs to the elector's thread.
 */
final class ElectionLog implements ElectionObserver {

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.LeaderElection");

    /** Beginning of the keys. */
    private static final String KEY = "leader.election.";

    private final Logger log;
    private final ElectionSettings settings;

    /** Where the lease is; {@code null} where none is held. */
    private final @Nullable String place;

    private final ElectorClock clock;
    private final FailureLogThrottle requests = new FailureLogThrottle(Duration.ofMinutes(5));

    /** An application may lack the permission to watch for good: it is reminded less often. */
    private final FailureLogThrottle watch = new FailureLogThrottle(Duration.ofHours(1));

    /** So is one that may read and not write. */
    private final FailureLogThrottle rehearsals = new FailureLogThrottle(Duration.ofDays(1));

    private String lastStrange = "";
    private long grantedNanos;

    ElectionLog(ElectionSettings settings, String place, ElectorClock clock) {
        this(LOG, settings, place, clock);
    }

    private ElectionLog(Logger log, ElectionSettings settings, @Nullable String place, ElectorClock clock) {
        this.log = log;
        this.settings = settings;
        this.place = place;
        this.clock = clock;
    }

    /** A log that nobody reads. */
    static ElectionLog silent(ElectionSettings settings) {
        return new ElectionLog(NOPLogger.NOP_LOGGER, settings, "", FixedClock.STOPPED);
    }

    /** The log of an election that is not held. */
    static ElectionLog uncontested(ElectionSettings settings, ElectorClock clock) {
        return new ElectionLog(LOG, settings, null, clock);
    }

    /** Tells all that is needed to answer a question about this instance. */
    void started(String incarnation) {
        requests.end();
        watch.end();
        rehearsals.end();
        if (place == null) {
            String does = settings.campaign() ? "leads" : "follows";
            say(at(Level.INFO, "started"), "switched off, no lease; this instance always {}", does);
        } else {
            started(incarnation, place, settings.timings());
        }
    }

    private void started(String incarnation, String place, Timings timings) {
        say(
                at(Level.INFO, "started")
                        .addKeyValue(KEY + "lease", place)
                        .addKeyValue(KEY + "incarnation", incarnation),
                "{} as '{}' (incarnation {}) for {}; lease-duration {}, renew-deadline {}, retry-period {},"
                        + " renew-interval {}, drain-timeout {}; leader-election {}",
                settings.campaign() ? "campaigning" : "observing",
                settings.identity(),
                incarnation,
                place,
                asConfigured(timings.leaseDuration()),
                asConfigured(timings.renewDeadline()),
                asConfigured(timings.retryPeriod()),
                asConfigured(timings.renewInterval().truncatedTo(ChronoUnit.MILLIS)),
                asConfigured(timings.drainTimeout()),
                Optional.ofNullable(ElectionLog.class.getPackage().getImplementationVersion())
                        .orElse("unreleased"));
    }

    void granted(Term term) {
        grantedNanos = clock.nanoTime();
        say(
                at(Level.INFO, "granted", term),
                "'{}' successfully acquired lease, leading term {} with fencing token {}",
                settings.identity(),
                term.number(),
                term.token());
    }

    void revoked(Term term, LossReason reason) {
        Duration led = Duration.ofNanos(clock.nanoTime() - grantedNanos);
        say(
                at(Level.INFO, "revoked", term)
                        .addKeyValue(KEY + "reason", reason)
                        .addKeyValue(KEY + "duration_ms", led.toMillis()),
                "'{}' stopped leading term {} (fencing token {}) after {}: {}",
                settings.identity(),
                term.number(),
                term.token(),
                elapsed(led),
                reason);
    }

    void leaderSeen(Leadership leadership) {
        String leader = leadership.leaderIdentity();
        if (leader == null) {
            say(at(Level.INFO, "no-leader"), "no leader");
        } else {
            say(
                    at(Level.INFO, "leader-changed").addKeyValue(KEY + "leader", leader),
                    "new leader elected: '{}'",
                    leader);
        }
    }

    /**
     * @param unreleased what becomes of the lease now, in the words of its store
     */
    void overdue(Term term, List<String> work, String unreleased) {
        say(
                at(Level.WARN, "overdue", term),
                "work of term {} did not end within {}: {}. The lease is not released: {}. This instance does not"
                        + " campaign before that work has ended",
                term.number(),
                asConfigured(settings.drainTimeout()),
                work,
                unreleased);
    }

    void waiting(Term term, List<String> listeners) {
        say(
                at(Level.WARN, "overdue", term),
                "{} did not return within {} after the grant of term {}. Other listeners, lifecycles and workers of"
                        + " that term wait for it, and so will its end",
                listeners,
                asConfigured(settings.drainTimeout()),
                term.number());
    }

    void overran(String call) {
        say(
                at(Level.INFO, "overran").addKeyValue(KEY + "call", call),
                "call '{}' ended after the term that had let it in",
                call);
    }

    @Override
    public void stopped() {
        say(at(Level.INFO, "stopped"), "'{}' stopped taking part", settings.identity());
    }

    @Override
    public void answered(Answer answer) {
        if (answer instanceof StoreFailure failure) {
            failed(requests, failure);
            return;
        }
        Duration lasted = requests.lasted(clock.nanoTime());
        if (requests.end()) {
            say(
                    at(Level.INFO, "recovered").addKeyValue(KEY + "duration_ms", lasted.toMillis()),
                    "the store answers again after {}",
                    elapsed(lasted));
        }
        if (answer instanceof Answer.Found found) {
            read(found.lease().record());
        }
    }

    /** That a takeover would be refused is a fault; anything else was not found out this time. */
    @Override
    public void rehearsed(Answer answer) {
        if (answer instanceof StoreFailure failure) {
            boolean refused = failure.kind() == StoreFailure.Kind.FORBIDDEN;
            boolean warns = refused && rehearsals.isWorthAWarning(failure.kind(), clock.nanoTime());
            say(
                    at(warns ? Level.WARN : Level.DEBUG, "rehearsal").addKeyValue(KEY + "failure", failure.kind()),
                    refused ? "this instance could not take over: {}" : "a rehearsed takeover failed: {}",
                    failure.message());
        } else if (rehearsals.end()) {
            say(at(Level.INFO, "rehearsal"), "this instance could take over again");
        }
    }

    @Override
    public void news(@Nullable StoredLease lease) {
        if (lease != null) {
            read(lease.record());
        }
    }

    @Override
    public void watchDown(StoreFailure failure) {
        failed(watch, failure);
    }

    @Override
    public void watchLive() {
        if (watch.end()) {
            say(at(Level.INFO, "watching"), "the watch works again");
        }
    }

    @Override
    public void holderDied(String process) {
        String shown = ForeignText.shown(process);
        say(
                at(Level.INFO, "died").addKeyValue(KEY + "process", shown),
                "process {} is proven dead; its lease can be taken at once",
                shown);
    }

    private void failed(FailureLogThrottle streak, StoreFailure failure) {
        long nanos = clock.nanoTime();
        boolean lasting = streak.isOpen();
        Level level = streak.isWorthAWarning(failure.kind(), nanos) ? Level.WARN : Level.DEBUG;
        LoggingEventBuilder line = at(level, "store-failure").addKeyValue(KEY + "failure", failure.kind());
        if (lasting) {
            say(line, "{}. Trying again; failing for {}", failure.message(), elapsed(streak.lasted(nanos)));
        } else {
            say(line, "{}. Trying again", failure.message());
        }
    }

    /** Warns, once of each, of what a record cannot mean: anybody may have written it. */
    private void read(LeaseRecord record) {
        String strange = strangenessOf(record);
        if (!strange.equals(lastStrange) && !strange.isEmpty()) {
            say(at(Level.WARN, "strange-lease"), "the lease {}", strange);
        }
        lastStrange = strange;
    }

    private String strangenessOf(LeaseRecord record) {
        Integer seconds = record.leaseDurationSeconds();
        if (seconds != null && seconds > settings.longestWait().toSeconds()) {
            return "records a duration of %s s; this instance waits %s at most"
                    .formatted(seconds, asConfigured(settings.longestWait()));
        }
        Optional<Seal> seal = Seal.parse(record.seal());
        if (seal.isEmpty()) {
            return record.seal() == null
                    ? ""
                    : "carries a seal that is damaged, or of a version that is not known here, and is ignored";
        }
        long token = seal.get().token();
        return token < 0 || token > Seal.HIGHEST_TOKEN
                ? "carries the fencing token %s, which cannot be and is ignored".formatted(token)
                : "";
    }

    // What has failed is told where memory may be short: none of these throws.

    /** A store has thrown: it has a bug, or memory is short. The stack trace is told once a streak. */
    void storeFailed(Throwable failure) {
        if (!requests.isOpen()) {
            failed("a request to the store", failure);
        }
    }

    void failed(String what, Throwable failure) {
        quietly(() -> say(at(Level.WARN, "failed").setCause(failure), "{} failed", what));
    }

    /** No term can begin, for its end would lack a thread. */
    void threadsMissing(Throwable failure) {
        quietly(() -> say(
                at(Level.WARN, "threads-missing").setCause(failure),
                "no thread could be started for what the end of a term needs; this instance does not campaign before"
                        + " that is possible. Raise the limit of processes and threads (the Pod's or container's pids"
                        + " limit, ulimit -u), or let the application start fewer"));
    }

    void threadsBack() {
        quietly(() -> say(at(Level.INFO, "threads-back"), "all threads are there again; this instance campaigns"));
    }

    /** What was decided could not be done. */
    void owes(String command, Throwable failure) {
        quietly(() -> say(
                at(Level.ERROR, "owed").setCause(failure), "{} could not be carried out, and is tried again", command));
    }

    /** The elector cannot go on. */
    void broke(Throwable failure) {
        quietly(() -> say(
                at(Level.ERROR, "broken").setCause(failure),
                "the elector failed, which ended its term; this instance begins anew"));
    }

    /** Writes a line; what the logging system throws is dropped, for it must not hurt the election. */
    static void quietly(Runnable line) {
        Complaints.quietly(line);
    }

    private LoggingEventBuilder at(Level level, String event) {
        return log.atLevel(level)
                .addKeyValue(KEY + "name", settings.name())
                .addKeyValue(KEY + "identity", settings.identity())
                .addKeyValue(KEY + "event", event);
    }

    private LoggingEventBuilder at(Level level, String event, Term term) {
        return at(level, event).addKeyValue(KEY + "term", term.number()).addKeyValue(KEY + "token", term.token());
    }

    private void say(LoggingEventBuilder line, String text, Object... arguments) {
        line.addArgument(settings.name()).log("Election '{}': " + text, arguments);
    }

    private static String elapsed(Duration time) {
        return DurationText.elapsed(time, ChronoUnit.MILLIS);
    }
}
