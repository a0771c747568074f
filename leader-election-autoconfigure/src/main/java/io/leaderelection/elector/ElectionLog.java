package io.leaderelection.elector;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.Trouble;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines of one candidate: one per transition, and of a streak of trouble only the first and the last. */
final class ElectionLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.LeaderElection");

    private final ElectionSettings settings;
    private final String place;
    private Trouble.@Nullable Kind streak;
    private String lastStrange = "";

    ElectionLog(ElectionSettings settings, String place) {
        this.settings = settings;
        this.place = place;
    }

    void started(String incarnation) {
        Timings timings = settings.timings();
        LOG.info(
                "Election '{}': {} as '{}' (incarnation {}) for {}; lease-duration {}, renew-deadline {}, retry-period {}",
                settings.name(),
                settings.campaign() ? "campaigning" : "observing",
                settings.identity(),
                incarnation,
                place,
                Timings.text(timings.leaseDuration()),
                Timings.text(timings.renewDeadline()),
                Timings.text(timings.retryPeriod()));
    }

    void granted(Term term) {
        LOG.info(
                "Election '{}': '{}' successfully acquired lease, leading term {} with fencing token {}",
                settings.name(),
                settings.identity(),
                term.number(),
                term.token());
    }

    void revoked(Term term, LossReason reason) {
        LOG.info(
                "Election '{}': '{}' stopped leading term {} (fencing token {}): {}",
                settings.name(),
                settings.identity(),
                term.number(),
                term.token(),
                reason);
    }

    void leaderSeen(Leadership leadership) {
        if (leadership.leaderIdentity() == null) {
            LOG.info("Election '{}': no leader", settings.name());
        } else {
            LOG.info("Election '{}': new leader elected: '{}'", settings.name(), leadership.leaderIdentity());
        }
    }

    void overdue(Term term, List<String> work) {
        LOG.warn(
                "Election '{}': work of term {} did not end within {}: {}. The lease is not released and will expire; "
                        + "this instance does not campaign before that work has ended",
                settings.name(),
                term.number(),
                Timings.text(settings.drainTimeout()),
                work.isEmpty() ? "a listener of the revocation" : work);
    }

    void overran(String call) {
        LOG.info("Election '{}': call '{}' ended after the term that had let it in", settings.name(), call);
    }

    void stopped() {
        LOG.info("Election '{}': '{}' takes no part any more", settings.name(), settings.identity());
    }

    /** The first of a streak of one kind is a warning; what follows is for debugging. */
    void trouble(Trouble trouble) {
        if (trouble.kind() == streak) {
            LOG.debug("Election '{}': {}", settings.name(), trouble.message());
        } else {
            streak = trouble.kind();
            LOG.warn("Election '{}': {}. Trying again", settings.name(), trouble.message());
        }
    }

    /** Tells, once for each, of what a record says and cannot mean: anybody may have written it. */
    void read(LeaseRecord record) {
        String strange = strangenessOf(record);
        if (!strange.equals(lastStrange) && !strange.isEmpty()) {
            LOG.warn("Election '{}': the lease {}", settings.name(), strange);
        }
        lastStrange = strange;
    }

    private String strangenessOf(LeaseRecord record) {
        Integer seconds = record.leaseDurationSeconds();
        if (seconds != null && seconds > settings.longestWait().toSeconds()) {
            return "records a duration of %d s; it is waited for %s at most"
                    .formatted(seconds, Timings.text(settings.longestWait()));
        }
        Optional<Seal> seal = Seal.parse(record.seal());
        if (seal.isPresent() && (seal.get().token() < 0 || seal.get().token() > Seal.HIGHEST_TOKEN)) {
            return "carries the fencing token %d, which cannot be and is ignored"
                    .formatted(seal.get().token());
        }
        return seal.isEmpty() && record.seal() != null
                ? "carries a seal that is damaged, or of a version that is not known here, and is ignored"
                : "";
    }

    void fine() {
        if (streak != null) {
            LOG.info("Election '{}': the store answers again", settings.name());
            streak = null;
        }
    }

    /** A store that throws is a bug of the store: its trace is told once a streak. */
    void storeFailed(RuntimeException failure) {
        if (streak == null) {
            failed("a request to the store", failure);
        }
    }

    void failed(String what, Throwable failure) {
        LOG.warn("Election '{}': {} failed", settings.name(), what, failure);
    }
}
