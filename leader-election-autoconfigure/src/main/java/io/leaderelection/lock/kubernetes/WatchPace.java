package io.leaderelection.lock.kubernetes;

import io.leaderelection.lock.Trouble;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How patient a watch is.
 *
 * @param listing longest time for a list, and for the beginning of a stream
 * @param silence longest time without a line in a stream; servers send a bookmark about every minute
 * @param sound a stream that lasted for this long was a good one, whatever ended it
 * @param brief pause after a first failure; doubled by each further one up to a hundredfold
 * @param slow the same where the server refuses the watch, for a role is not granted in seconds; up to tenfold
 * @param random numbers between 0 and 1 that keep many watches from coming back at once
 */
record WatchPace(
        Duration listing, Duration silence, Duration sound, Duration brief, Duration slow, DoubleSupplier random) {

    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(1);

    static WatchPace standard() {
        return new WatchPace(
                Duration.ofSeconds(10),
                Duration.ofSeconds(80),
                Duration.ofSeconds(5),
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** For how many seconds to ask for a stream: below the five minutes after which many a proxy cuts it. */
    int session() {
        return 250 + (int) (40 * random.getAsDouble());
    }

    /** How long to wait after so many failures in a row; after a good stream not at all. */
    Duration pause(int failures, @Nullable Trouble trouble) {
        if (failures == 0 && trouble == null) {
            return Duration.ZERO;
        }
        boolean refused = trouble != null && trouble.kind() == Trouble.Kind.FORBIDDEN;
        Duration first = refused ? slow : brief;
        int doubled = 1 << Math.min(Math.max(failures, 1) - 1, 7);
        Duration pause = first.multipliedBy(Math.min(doubled, refused ? 10 : 100));
        Duration jittered = pause.dividedBy(2).plus(Duration.ofNanos((long) (pause.toNanos() * random.getAsDouble())));
        return jittered.plus(askedFor(trouble));
    }

    private static Duration askedFor(@Nullable Trouble trouble) {
        Duration asked = trouble == null ? null : trouble.retryAfter();
        if (asked == null) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST_ASKED_FOR) < 0 ? asked : LONGEST_ASKED_FOR;
    }
}
