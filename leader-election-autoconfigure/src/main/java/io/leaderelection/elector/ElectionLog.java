package io.leaderelection.elector;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.gate.Complaints;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.FixedClock;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.Trouble;
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
 * The log lines of one candidate: one per transition, and of a streak of trouble only the beginning, a reminder each so
 * often, and the end. The sentence is for people, and what it says stands beside it in key-value pairs for machines.
 * Belongs to the elector's thread.
 */
final class ElectionLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.LeaderElection");

    /** Beginning of the keys. */
    private static final String KEY = "leader.election.";

    private final Logger log;
    private final ElectionSettings settings;

    /** Where the lease is; {@code null} where none is held. */
    private final @Nullable String place;

    private final ElectorClock clock;
    private final TroubleStreak requests = new TroubleStreak(Duration.ofMinutes(5));

    /** An application may go without the permission to watch: it need not hear of that twelve times an hour. */
    private final TroubleStreak watch = new TroubleStreak(Duration.ofHours(1));

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

    /** All that is needed to understand a question about this instance. */
    void started(String incarnation) {
        requests.end();
        watch.end();
        if (place == null) {
            at(Level.INFO, "started")
                    .log(
                            "Election '{}': switched off, no lease; this instance always {}",
                            settings.name(),
                            settings.campaign() ? "leads" : "follows");
            return;
        }
        Timings timings = settings.timings();
        at(Level.INFO, "started")
                .addKeyValue(KEY + "lease", place)
                .addKeyValue(KEY + "incarnation", incarnation)
                .log(
                        "Election '{}': {} as '{}' (incarnation {}) for {}; lease-duration {}, renew-deadline {},"
                                + " retry-period {}, renew-interval {}, drain-timeout {}; leader-election {}",
                        settings.name(),
                        settings.campaign() ? "campaigning" : "observing",
                        settings.identity(),
                        incarnation,
                        place,
                        DurationText.asConfigured(timings.leaseDuration()),
                        DurationText.asConfigured(timings.renewDeadline()),
                        DurationText.asConfigured(timings.retryPeriod()),
                        DurationText.asConfigured(timings.renewInterval().truncatedTo(ChronoUnit.MILLIS)),
                        DurationText.asConfigured(settings.drainTimeout()),
                        Optional.ofNullable(ElectionLog.class.getPackage().getImplementationVersion())
                                .orElse("unreleased"));
    }

    void granted(Term term) {
        grantedNanos = clock.nanoTime();
        at(Level.INFO, "granted", term)
                .log(
                        "Election '{}': '{}' successfully acquired lease, leading term {} with fencing token {}",
                        settings.name(),
                        settings.identity(),
                        term.number(),
                        term.token());
    }

    void revoked(Term term, LossReason reason) {
        Duration led = Duration.ofNanos(clock.nanoTime() - grantedNanos);
        at(Level.INFO, "revoked", term)
                .addKeyValue(KEY + "reason", reason)
                .addKeyValue(KEY + "duration_ms", led.toMillis())
                .log(
                        "Election '{}': '{}' stopped leading term {} (fencing token {}) after {}: {}",
                        settings.name(),
                        settings.identity(),
                        term.number(),
                        term.token(),
                        DurationText.elapsed(led, ChronoUnit.MILLIS),
                        reason);
    }

    void leaderSeen(Leadership leadership) {
        if (leadership.leaderIdentity() == null) {
            at(Level.INFO, "no-leader").log("Election '{}': no leader", settings.name());
        } else {
            at(Level.INFO, "leader-changed")
                    .addKeyValue(KEY + "leader", leadership.leaderIdentity())
                    .log("Election '{}': new leader elected: '{}'", settings.name(), leadership.leaderIdentity());
        }
    }

    /**
     * @param unreleased what becomes of the lease now, in the words of its store
     */
    void overdue(Term term, List<String> work, String unreleased) {
        at(Level.WARN, "overdue", term)
                .log(
                        "Election '{}': work of term {} did not end within {}: {}. The lease is not released: {}. This"
                                + " instance does not campaign before that work has ended",
                        settings.name(),
                        term.number(),
                        DurationText.asConfigured(settings.drainTimeout()),
                        work,
                        unreleased);
    }

    void waiting(Term term, List<String> listeners) {
        at(Level.WARN, "overdue", term)
                .log(
                        "Election '{}': {} did not return within {} after the grant of term {}. Other listeners, lifecycles"
                                + " and workers of that term wait for it, and so will its end",
                        settings.name(),
                        listeners,
                        DurationText.asConfigured(settings.drainTimeout()),
                        term.number());
    }

    void overran(String call) {
        at(Level.INFO, "overran")
                .addKeyValue(KEY + "call", call)
                .log("Election '{}': call '{}' ended after the term that had let it in", settings.name(), call);
    }

    void stopped() {
        at(Level.INFO, "stopped")
                .log("Election '{}': '{}' takes no part any more", settings.name(), settings.identity());
    }

    /** A read or write has no proper answer. */
    void trouble(Trouble trouble) {
        tell(requests, trouble);
    }

    /** The watch does not work. */
    void watchTrouble(Trouble trouble) {
        tell(watch, trouble);
    }

    private void tell(TroubleStreak streak, Trouble trouble) {
        long nanos = clock.nanoTime();
        boolean lasting = streak.isOpen();
        Level level = streak.isWorthAWarning(trouble.kind(), nanos) ? Level.WARN : Level.DEBUG;
        LoggingEventBuilder line = at(level, "trouble").addKeyValue(KEY + "trouble", trouble.kind());
        if (lasting) {
            line.log(
                    "Election '{}': {}. Trying again; trouble for {}",
                    settings.name(),
                    trouble.message(),
                    DurationText.elapsed(streak.lasted(nanos), ChronoUnit.MILLIS));
        } else {
            line.log("Election '{}': {}. Trying again", settings.name(), trouble.message());
        }
    }

    /** Tells, once for each, of what a record says and cannot mean: anybody may have written it. */
    void read(LeaseRecord record) {
        String strange = strangenessOf(record);
        if (!strange.equals(lastStrange) && !strange.isEmpty()) {
            at(Level.WARN, "strange-lease").log("Election '{}': the lease {}", settings.name(), strange);
        }
        lastStrange = strange;
    }

    private String strangenessOf(LeaseRecord record) {
        Integer seconds = record.leaseDurationSeconds();
        if (seconds != null && seconds > settings.longestWait().toSeconds()) {
            return "records a duration of %s s; it is waited for %s at most"
                    .formatted(seconds, DurationText.asConfigured(settings.longestWait()));
        }
        Optional<Seal> seal = Seal.parse(record.seal());
        if (seal.isPresent() && (seal.get().token() < 0 || seal.get().token() > Seal.HIGHEST_TOKEN)) {
            return "carries the fencing token %s, which cannot be and is ignored"
                    .formatted(seal.get().token());
        }
        return seal.isEmpty() && record.seal() != null
                ? "carries a seal that is damaged, or of a version that is not known here, and is ignored"
                : "";
    }

    /** A process is proven dead, whether it still holds the lease or not. */
    void died(String process) {
        String shown = ForeignText.shown(process);
        at(Level.INFO, "died")
                .addKeyValue(KEY + "process", shown)
                .log(
                        "Election '{}': process {} is proven dead; what it held is not waited out",
                        settings.name(),
                        shown);
    }

    void fine() {
        Duration lasted = requests.lasted(clock.nanoTime());
        if (requests.end()) {
            at(Level.INFO, "recovered")
                    .addKeyValue(KEY + "duration_ms", lasted.toMillis())
                    .log(
                            "Election '{}': the store answers again after {}",
                            settings.name(),
                            DurationText.elapsed(lasted, ChronoUnit.MILLIS));
        }
    }

    void watchFine() {
        if (watch.end()) {
            at(Level.INFO, "watching").log("Election '{}': the watch works again", settings.name());
        }
    }

    /** A store that throws is a bug of the store, or short of something: its trace is told once a streak. */
    void storeFailed(Throwable failure) {
        if (!requests.isOpen()) {
            failed("a request to the store", failure);
        }
    }

    void failed(String what, Throwable failure) {
        tell(() -> at(Level.WARN, "failed").setCause(failure).log("Election '{}': {} failed", settings.name(), what));
    }

    /** No term can begin, for its end would lack a thread. */
    void unequipped(Throwable failure) {
        tell(() -> at(Level.WARN, "unequipped")
                .setCause(failure)
                .log(
                        "Election '{}': no thread could be started for what the end of a term needs; this instance does"
                                + " not campaign before that is possible. Raise the limit of processes and threads (the"
                                + " Pod's or container's pids limit, ulimit -u), or let the application start fewer",
                        settings.name()));
    }

    void equipped() {
        tell(() -> at(Level.INFO, "equipped")
                .log("Election '{}': all threads are there again; this instance campaigns", settings.name()));
    }

    /** What was decided could not be done. */
    void owes(String effect, Throwable failure) {
        tell(() -> at(Level.ERROR, "owed")
                .setCause(failure)
                .log("Election '{}': {} could not be carried out, and is tried again", settings.name(), effect));
    }

    /** The elector cannot go on. */
    void broke(Throwable failure) {
        tell(() -> at(Level.ERROR, "broken")
                .setCause(failure)
                .log(
                        "Election '{}': the elector failed. A term has ended by that; this instance begins anew",
                        settings.name()));
    }

    /** Runs a line's writing, which must not fail where things fail already. */
    static void tell(Runnable line) {
        Complaints.tell(line);
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
}
