package io.leaderelection.actuate;

import static io.leaderelection.status.DurationText.elapsed;
import static java.time.temporal.ChronoUnit.SECONDS;

import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.status.ElectionProblem;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.StoreStatus;
import io.leaderelection.status.Timings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what keeps an instance from taking part in an election. */
final class HealthProblem {

    private HealthProblem() {}

    /** The first problem, if there is one. An instance that takes no part has none. */
    static Optional<ElectionProblem> of(ElectionStatus status, HealthLimits limits) {
        if (status.leadership().role() == Role.INACTIVE) {
            return Optional.empty();
        }
        return Optional.ofNullable(status.problem())
                .or(() -> Optional.ofNullable(status.store()).flatMap(store -> ofStore(store, limits)))
                .or(() -> ofDeadWorkers(status))
                .or(() -> ofOverdueWork(status));
    }

    private static Optional<ElectionProblem> ofStore(StoreStatus store, HealthLimits limits) {
        if (isIncompatible(store)) {
            return Optional.of(new ElectionProblem(
                    "No request to %s can be sent: %s".formatted(store.lease(), message(store.lastFailure())),
                    "Let the versions that the message names fit each other, and restart this instance."));
        }
        if (HealthLimits.isPast(limits.forbidden(), store.forbidden())) {
            return Optional.of(new ElectionProblem(
                    "%s has refused this instance for %s: %s"
                            .formatted(
                                    store.lease(), elapsed(store.forbidden(), SECONDS), message(store.lastFailure())),
                    "Grant what the message names; the instance then takes part again by itself."));
        }
        if (HealthLimits.isPast(limits.noContact(), store.outOfContact())) {
            return Optional.of(new ElectionProblem(
                    "No contact with %s for %s: %s"
                            .formatted(
                                    store.lease(),
                                    elapsed(store.outOfContact(), SECONDS),
                                    message(store.lastFailure())),
                    "See whether other instances reach it: then look at this one's network, otherwise at the store."));
        }
        return Optional.empty();
    }

    /** No time limit: this does not pass. */
    private static boolean isIncompatible(StoreStatus store) {
        StoreStatus.Failure last = store.lastFailure();
        return last != null
                && last.kind() == StoreFailure.Kind.INCOMPATIBLE
                && !store.outOfContact().isZero();
    }

    private static Optional<ElectionProblem> ofDeadWorkers(ElectionStatus status) {
        Leadership leadership = status.leadership();
        if (leadership.role() != Role.LEADER || status.deadWorkers().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ElectionProblem(
                "Term %s goes on without %s, which failed in it"
                        .formatted(leadership.term(), String.join(", ", status.deadWorkers())),
                "Look for the failure in the log; then resign or restart this instance, for workers are started with a"
                        + " term."));
    }

    private static Optional<ElectionProblem> ofOverdueWork(ElectionStatus status) {
        if (status.overdueWork().isEmpty()) {
            return Optional.empty();
        }
        Timings timings = status.timings();
        Leadership leadership = status.leadership();
        if (leadership.role() == Role.LEADER) {
            return Optional.of(new ElectionProblem(
                    "%s has not returned since the grant of term %s: lifecycles, workers and other listeners wait for it"
                            .formatted(String.join(", ", status.overdueWork()), leadership.term()),
                    "Let listeners return, and long work go on in a worker, a lifecycle or a thread of its own; or restart"
                            + " this instance."));
        }
        return Optional.of(new ElectionProblem(
                "Work of an ended term goes on after the drain timeout%s: %s. This instance does not campaign before it has ended"
                        .formatted(
                                timings == null ? "" : " of " + elapsed(timings.drainTimeout(), SECONDS),
                                String.join(", ", status.overdueWork())),
                "Let the work end when it is told to stop, or restart this instance."));
    }

    private static String message(StoreStatus.@Nullable Failure failure) {
        return failure == null ? "no message" : failure.message();
    }
}
