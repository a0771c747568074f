package io.leaderelection.evidence;

import java.time.Duration;

/**
 * What all candidates of a run are told.
 *
 * @param leaseDuration how long others wait for a silent leader
 * @param renewDeadline how long the leader tries to renew
 * @param retryPeriod pause between two tries
 */
record Timings(Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {

    /** Reads seconds, such as {@code 15/10/2}. */
    static Timings parse(String text) {
        String[] seconds = text.split("/");
        return new Timings(seconds(seconds[0]), seconds(seconds[1]), seconds(seconds[2]));
    }

    /** Longer than the renew deadline, shorter than the lease duration: 12 s at 15/10/2. */
    Duration shortPause() {
        return renewDeadline.plus(
                leaseDuration.minus(renewDeadline).multipliedBy(2).dividedBy(5));
    }

    /** Longer than the lease duration: 20 s at 15/10/2. */
    Duration longPause() {
        return leaseDuration.multipliedBy(4).dividedBy(3);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return "%s/%s/%s".formatted(number(leaseDuration), number(renewDeadline), number(retryPeriod));
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }

    private static String number(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0);
    }
}
