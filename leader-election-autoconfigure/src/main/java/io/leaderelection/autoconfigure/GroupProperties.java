package io.leaderelection.autoconfigure;

import io.leaderelection.spring.StartTime;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one group. All else it has from the default election: where leases are kept, times, identity, address, floor of
 * the tokens. {@link GroupPropertiesResolver} knows the defaults.
 *
 * @param shards Number of shards. Cannot be changed while replicas with another number run.
 * @param seats Number of seats: at least as many as replicas at any time.
 * @param maxMoving How many shards may be on their way at a time: a number, or a percentage.
 * @param rebalanceDelay Time after the start of an instance for which it takes no shards from others.
 * @param capacity How many shards this instance takes, against the capacity of others.
 * @param leaseName Beginning of the names of the group's leases. Without one, the name of the group.
 * @param start When this instance joins the group.
 * @param drainTimeout Time for the work of a revoked shard before it is reported. The shard is kept until it has ended.
 */
public record GroupProperties(
        @Nullable Integer shards,
        @Nullable Integer seats,
        @Nullable String maxMoving,
        @Nullable Duration rebalanceDelay,
        @Nullable Integer capacity,
        @Nullable String leaseName,
        @Nullable StartTime start,
        @Nullable Duration drainTimeout) {

    /** The value of a key, or that of the default election where this group has none. */
    <T> @Nullable T orInherited(Function<GroupProperties, @Nullable T> key, @Nullable T inherited) {
        T own = key.apply(this);
        return own == null ? inherited : own;
    }
}
