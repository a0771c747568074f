package io.leaderelection.actuate;

import io.leaderelection.ShardGroup;
import io.leaderelection.ShardGroups;
import io.leaderelection.status.ElectionProblem;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.GroupStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether one instance can have its share of a group. UP for a member and for a spare; DOWN, with reason and fix, for an
 * instance that is kept from its share, or keeps a revoked shard from its next owner.
 */
public final class ShardGroupHealthIndicator extends AbstractHealthIndicator {

    private final ShardGroup group;
    private final HealthLimits limits;

    ShardGroupHealthIndicator(ShardGroup group, HealthLimits limits) {
        super("The status of a group could not be read");
        this.group = group;
        this.limits = limits;
    }

    /** One indicator for the only group, or a component for each of several. */
    public static HealthContributor of(ShardGroups groups, HealthLimits limits) {
        Map<String, HealthIndicator> components = new LinkedHashMap<>();
        GroupDescriptor.telling(groups.all().stream())
                .forEach(group -> components.put(
                        ElectionContributors.component(group.name()), new ShardGroupHealthIndicator(group, limits)));
        return components.size() == 1
                ? components.values().iterator().next()
                : CompositeHealthContributor.fromMap(components);
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        GroupStatus status = GroupDescriptor.statusOf(group);
        health.up();
        problem(status)
                .ifPresent(what ->
                        health.down().withDetail("reason", what.reason()).withDetail("fix", what.fix()));
        health.withDetail("group", status.group())
                .withDetail("participating", status.participating())
                .withDetail("shards", status.shards())
                .withDetail("owned", status.owned())
                .withDetail("unowned", status.unowned())
                .withDetail("moving", status.moving())
                .withDetail("members", status.members().size())
                .withDetail("spare", status.spare());
        status.seat().ifPresent(seat -> health.withDetail("seat", seat));
    }

    private Optional<ElectionProblem> problem(GroupStatus status) {
        if (!status.participating()) {
            return Optional.empty();
        }
        ElectionStatus seat = status.seatStatus();
        return Optional.ofNullable(status.problem())
                .or(() -> overdue(status))
                .or(() -> seat == null ? Optional.empty() : HealthProblem.of(seat, limits));
    }

    private static Optional<ElectionProblem> overdue(GroupStatus status) {
        return status.overdueWork().isEmpty()
                ? Optional.empty()
                : Optional.of(new ElectionProblem(
                        "Work of revoked shards goes on after the drain timeout and keeps them from their next owner: "
                                + String.join(", ", status.overdueWork()),
                        "Let the work end when it is told to stop, or restart this instance."));
    }
}
