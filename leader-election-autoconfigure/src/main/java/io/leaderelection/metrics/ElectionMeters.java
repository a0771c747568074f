package io.leaderelection.metrics;

import io.leaderelection.GatedCallListener.Outcome;
import io.leaderelection.LeaderElection;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.Measurement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The meters of one election in one registry, all of them there from the beginning. Safe for use by any thread. */
final class ElectionMeters {

    private static final String PREFIX = "leader.election.";

    private static final Duration[] LATENCIES = millis(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000);

    private static final Duration[] TAKEOVERS =
            millis(50, 100, 250, 500, 1000, 2500, 5000, 10_000, 15_000, 20_000, 30_000, 60_000);

    private static final Duration[] DRAINS = millis(10, 100, 500, 1000, 5000, 10_000, 20_000, 30_000, 60_000);

    private static final Duration[] TERMS = Stream.of("PT1S", "PT10S", "PT1M", "PT10M", "PT1H", "PT6H", "P1D", "P7D")
            .map(Duration::parse)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter transitions;
    private final Counter readBacks;
    private final Counter watchRestarts;
    private final Counter[] requestFailures;
    private final Counter[] calls;
    private final Timer terms;
    private final Timer renewals;
    private final Timer takeovers;
    private final Timer drains;

    ElectionMeters(MeterRegistry registry, LeaderElection election) {
        this.registry = registry;
        this.tags = Tags.of("name", election.name());
        registerGauges(election);
        transitions = counter("transitions", "How often this instance began or ceased to lead", tags);
        readBacks = counter("slowpath", "Renewals whose outcome had to be found out by a read", tags);
        watchRestarts = counter("watch.restarts", "How often the watch had to be opened again", tags);
        requestFailures =
                counters("error", "Requests to the store without a proper answer", "kind", StoreFailure.Kind.values());
        calls = counters("calls", "Calls at the gate by what became of them", "outcome", Outcome.values());
        terms = timer("leadership.duration", "How long ended terms have lasted", TERMS);
        renewals = timer("renewal", "How long confirmed renewals took", LATENCIES);
        takeovers = timer(
                "takeover", "From the last sign of the leader before to the grant, as this instance saw it", TAKEOVERS);
        drains = timer("drain", "How long the work of ended terms took to end", DRAINS);
    }

    private void registerGauges(LeaderElection election) {
        for (String name : new String[] {"is.leader", "master.status"}) {
            Gauge.builder(PREFIX + name, election, each -> each.isLeader() ? 1 : 0)
                    .description("Whether this instance leads: 1 or 0")
                    .tags(tags)
                    .register(registry);
        }
        TimeGauge.builder(PREFIX + "time.left", election, TimeUnit.SECONDS, ElectionMeters::secondsLeft)
                .description("How long the term of this instance holds without a further renewal")
                .tags(tags)
                .register(registry);
    }

    /** A call came to the gate. Allocates nothing. */
    void count(Outcome outcome) {
        calls[outcome.ordinal()].increment();
    }

    void measured(Measurement measurement) {
        if (measurement instanceof Measurement.Granted granted) {
            transitions.increment();
            if (!granted.leaderless().isZero()) {
                takeovers.record(granted.leaderless());
            }
        } else if (measurement instanceof Measurement.Revoked revoked) {
            transitions.increment();
            terms.record(revoked.led());
        } else if (measurement instanceof Measurement.Drained drained) {
            drains.record(drained.time());
        } else if (measurement instanceof Measurement.Renewed renewed) {
            renewals.record(renewed.latency());
        } else if (measurement instanceof Measurement.ReadBack) {
            readBacks.increment();
        } else if (measurement instanceof Measurement.RequestFailed failed) {
            requestFailures[failed.kind().ordinal()].increment();
        } else if (measurement instanceof Measurement.WatchRestarted) {
            watchRestarts.increment();
        }
    }

    /** Not a number where no lease limits the term. */
    private static double secondsLeft(LeaderElection election) {
        Duration left = ElectionStatus.of(election).timeLeft();
        return left == null ? Double.NaN : left.toNanos() / 1e9;
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /** A counter for each constant, at its ordinal number, told apart by a tag. */
    private Counter[] counters(String name, String description, String tag, Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(each ->
                        counter(name, description, tags.and(tag, each.name().toLowerCase(Locale.ROOT))))
                .toArray(Counter[]::new);
    }

    private Timer timer(String name, String description, Duration[] buckets) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static Duration[] millis(long... values) {
        return Arrays.stream(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
