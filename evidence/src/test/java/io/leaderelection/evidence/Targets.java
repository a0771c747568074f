package io.leaderelection.evidence;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What this project wants of itself in a run. */
final class Targets {

    private static final double FASTER = 25;
    private static final double BEYOND_SECONDS = 0.25;
    private static final double LEADERS_REQUESTS = 20;

    private Targets() {}

    /**
     * One of them.
     *
     * @param text what is wanted
     * @param measured what was seen
     */
    record Target(String text, String measured, boolean isMet) {}

    static List<Target> of(Results results) {
        return List.of(
                none(results, "runs in which two answer at once", Outcome::answersBeside),
                none(results, "tokens that fall", Outcome::tokenReversals),
                none(results, "late writes that were taken", Outcome::lateWrites),
                handOver(results),
                takeover(results),
                requests(results, false, 0, "requests a minute of a standby, besides opening watches"),
                requests(results, true, LEADERS_REQUESTS, "requests a minute of the leader"));
    }

    private static Target none(Results results, String what, ToLongFunction<Outcome> count) {
        List<Outcome> ours = results.outcomes().stream()
                .filter(outcome -> outcome.contender() == Contender.OURS)
                .toList();
        long found = ours.stream().mapToLong(count).sum();
        return new Target("no " + what, "%d in %d runs".formatted(found, ours.size()), found == 0);
    }

    private static Target handOver(Results results) {
        double ours = median(results, Contender.OURS, Outcome::absence);
        double theirs = median(results, Contender.CLIENT_GO, Outcome::absence);
        return new Target(
                "median time without a leader after SIGTERM at least %s times shorter than client-go's"
                        .formatted((int) FASTER),
                String.format(
                        Locale.ROOT,
                        "%.0f times: %s s and %s s",
                        theirs / ours,
                        Sample.format(ours),
                        Sample.format(theirs)),
                theirs / ours >= FASTER);
    }

    private static Target takeover(Results results) {
        double worst = Sample.seconds(results.of(Scenario.KILL, Contender.OURS), Outcome::afterLease)
                .max();
        Duration lease = Timings.parse(results.timings()).leaseDuration();
        return new Target(
                "after a kill the next one leads at most %s s later than last renewal + lease duration (%d s)"
                        .formatted(BEYOND_SECONDS, lease.toSeconds()),
                Double.isNaN(worst) ? "not measured in this run" : "%s s at most".formatted(Sample.format(worst)),
                worst <= BEYOND_SECONDS);
    }

    private static Target requests(Results results, boolean leads, double limit, String what) {
        double most = results.upkeep().stream()
                .filter(each -> each.contender() == Contender.OURS && each.leads() == leads)
                .mapToDouble(Upkeep::requests)
                .max()
                .orElse(Double.NaN);
        return new Target(
                String.format(Locale.ROOT, "at most %.0f %s", limit, what),
                String.format(Locale.ROOT, "%.1f", most),
                most <= limit);
    }

    private static double median(Results results, Contender contender, Function<Outcome, Long> nanos) {
        return Sample.seconds(results.of(Scenario.SIGTERM, contender), nanos).median();
    }
}
