package io.leaderelection.autoconfigure;

import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.group.GroupSettings;
import io.leaderelection.spring.StartTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The configuration of one group with everything inherited, defaulted and checked.
 *
 * @param key beginning of the group's configuration keys, for messages
 * @param leaseName beginning of the names of its leases
 * @param start when to join
 * @param settings settings of the group
 * @param inherited the default election, which says where leases are kept
 */
record ResolvedGroup(
        String key, String leaseName, StartTime start, GroupSettings settings, ResolvedElection inherited) {

    String name() {
        return settings.name();
    }

    Duration drainTimeout() {
        return settings.timings().drainTimeout();
    }

    /** The leases of the seats, by their numbers. */
    List<ResolvedElection> seats() {
        return IntStream.range(0, settings.seats())
                .mapToObj(seat -> lease("seat-" + seat))
                .toList();
    }

    /** The lease of the assignment. */
    ResolvedElection assignment() {
        return lease("shards");
    }

    /** Settings of the elections of the shards, by their numbers, where each shard has one of its own. */
    List<ElectionSettings> shards() {
        return IntStream.range(0, settings.shards())
                .mapToObj(shard -> inherited.settings().of(settings.electionOf(shard), settings.timings()))
                .toList();
    }

    private ResolvedElection lease(String part) {
        return inherited.of(key, name() + "-" + part, leaseName + "-" + part);
    }
}
