package io.leaderelection.metrics;

import io.leaderelection.GatedCallListener.Outcome;
import io.leaderelection.ShardGroup;
import io.leaderelection.status.GroupStatus;
import io.leaderelection.status.GroupStatusSource;
import io.leaderelection.status.Measurement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** The meters of one group in one registry: as many for a thousand shards as for one. Safe for use by any thread. */
final class GroupMeters {

    private static final String PREFIX = "leader.election.shards.";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter granted;
    private final Counter revoked;
    private final Counter[] calls;

    GroupMeters(MeterRegistry registry, ShardGroup group) {
        this.registry = registry;
        this.tags = Tags.of("name", group.name());
        if (group instanceof GroupStatusSource source) {
            gauge("owned", "Shards that this instance owns", source, GroupStatus::owned);
            gauge("unowned", "Shards that nobody owns, as far as this instance knows", source, GroupStatus::unowned);
            gauge("moving", "Shards on their way from one member to another", source, GroupStatus::moving);
            gauge(
                    "overdue",
                    "Calls of revoked shards that go on after the drain timeout",
                    source,
                    status -> status.overdueWork().size());
            gauge(
                    "members",
                    "Members of the group, as far as this instance knows",
                    source,
                    status -> status.members().size());
        }
        granted = moves("granted");
        revoked = moves("revoked");
        calls = Arrays.stream(Outcome.values())
                .map(outcome -> Counter.builder(PREFIX + "calls")
                        .description("Calls at the gates of all shards by what became of them")
                        .tags(tags.and("outcome", outcome.name().toLowerCase(Locale.ROOT)))
                        .register(registry))
                .toArray(Counter[]::new);
    }

    private void gauge(String name, String description, GroupStatusSource group, ToIntFunction<GroupStatus> value) {
        Gauge.builder(PREFIX + name, group, source -> value.applyAsInt(source.status()))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private Counter moves(String kind) {
        return Counter.builder(PREFIX + "moves")
                .description("Shards that this instance was granted, or that were revoked from it")
                .tags(tags.and("kind", kind))
                .register(registry);
    }

    /** A call came to the gate of a shard. Allocates nothing. */
    void count(Outcome outcome) {
        calls[outcome.ordinal()].increment();
    }

    void measured(Measurement measurement) {
        if (measurement instanceof Measurement.ShardsGranted shards) {
            granted.increment(shards.number());
        } else if (measurement instanceof Measurement.ShardsRevoked shards) {
            revoked.increment(shards.number());
        }
    }
}
