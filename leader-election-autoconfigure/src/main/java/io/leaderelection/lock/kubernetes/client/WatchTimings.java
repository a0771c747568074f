package io.leaderelection.lock.kubernetes.client;

import io.leaderelection.lock.StoreFailure;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How patient a watch is. Whatever a server does, a watch sends it at most four requests within two seconds and 54 within a
 * minute, lists and streams together; of a server that fails every time it asks about twice in ten seconds.
 *
 * @param listing longest time for a list, and for the beginning of a stream
 * @param silence longest time without a line in a stream; servers send a bookmark about every minute
 * @param sound a stream that lasted for this long was a good one, whatever ended it
 * @param brief pause after a first failure; fortyfold after the second in a row, up to a hundredfold after more
 * @param slow pause after a first refusal, for a role is not granted in seconds; doubled by each further one up to tenfold
 * @param flood time within which a stream may bring a thousand lines; one that brings more is closed for as long, at
 *     zero never
 * @param random numbers between 0 and 1 that keep many watches from coming back at once
 */
public record WatchTimings(
        Duration listing,
        Duration silence,
        Duration sound,
        Duration brief,
        Duration slow,
        Duration flood,
        DoubleSupplier random) {

    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(1);

    static WatchTimings standard() {
        return new WatchTimings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(80),
                Duration.ofSeconds(5),
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** For how many seconds to ask for a stream: below the five minutes after which many a proxy cuts it. */
    int session() {
        return 250 + (int) (40 * random.getAsDouble());
    }

    /** How long to wait after so many failures in a row; after a good stream not at all. */
    Duration pause(int failures, @Nullable StoreFailure failure) {
        if (failures == 0 && failure == null) {
            return Duration.ZERO;
        }
        boolean refused = failure != null && failure.kind() == StoreFailure.Kind.FORBIDDEN;
        int further = Math.min(Math.max(failures, 1) - 1, 4);
        Duration pause = refused
                ? slow.multipliedBy(Math.min(1 << further, 10))
                : brief.multipliedBy(further == 0 ? 1 : Math.min(40 * further, 100));
        Duration jittered = pause.dividedBy(2).plus(Duration.ofNanos((long) (pause.toNanos() * random.getAsDouble())));
        return jittered.plus(askedFor(failure));
    }

    private static Duration askedFor(@Nullable StoreFailure failure) {
        Duration asked = failure == null ? null : failure.retryAfter();
        if (asked == null) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST_ASKED_FOR) < 0 ? asked : LONGEST_ASKED_FOR;
    }
}
