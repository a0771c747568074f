package io.leaderelection.autoconfigure;

import io.leaderelection.actuate.HealthLimits;
import io.leaderelection.spring.StartTime;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Keys of the application. Those of its default election stand beside them, in {@link ElectionProperties}.
 *
 * @param enabled Whether to elect a leader. If not, there is no client and no lease, and each instance has a fixed role.
 * @param whenDisabled Role of each instance while elections are disabled.
 * @param name Name of the default election. Without one, the name of the application.
 * @param elections Further elections by name.
 * @param groups Groups of shards by name. Their keys are below.
 */
@ConfigurationProperties(LeaderElectionProperties.PREFIX)
public record LeaderElectionProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("leader") FixedRole whenDisabled,
        @Nullable String name,
        @DefaultValue Health health,
        @DefaultValue Web web,
        @DefaultValue Map<String, ElectionProperties> elections,
        @DefaultValue Map<String, GroupProperties> groups) {

    /** Beginning of every key. */
    public static final String PREFIX = "leader.election";

    /** Role of an instance where there is no election. */
    public enum FixedRole {
        /** Each instance leads, without a fencing token. */
        LEADER,
        /** No instance leads. */
        FOLLOWER
    }

    /**
     * When an instance that cannot take part is DOWN.
     *
     * @param forbiddenFor Time for which the store may refuse permission before the health is DOWN.
     * @param noContactFor Time for which requests to the store may fail before the health is DOWN.
     * @param electorStalledFor Time for which the thread of all elections may not respond before the contributor
     *     leaderElector is DOWN.
     */
    public record Health(
            @DefaultValue("30s") Duration forbiddenFor,
            @DefaultValue("60s") Duration noContactFor,
            @DefaultValue("30s") Duration electorStalledFor) {

        HealthLimits limits() {
            try {
                return new HealthLimits(forbiddenFor, noContactFor, electorStalledFor);
            } catch (IllegalArgumentException negative) {
                throw new InvalidElectionException(
                        String.valueOf(negative.getMessage()),
                        "Set the named key to a duration of zero or more.",
                        negative);
            }
        }
    }

    /**
     * Web requests.
     *
     * @param problemDetails Whether a follower answers a request that only the leader may serve with 409 and a problem
     *     detail that names the leader.
     */
    public record Web(@DefaultValue("true") boolean problemDetails) {}

    /**
     * Names of all elections, the default one first.
     *
     * @param applicationName name of the default election if it has none of its own
     */
    public List<String> names(@Nullable String applicationName) {
        List<String> names = new ArrayList<>();
        names.add(Objects.requireNonNullElse(defaultName(applicationName), "default"));
        names.addAll(elections.keySet());
        return names;
    }

    @Nullable
    String defaultName(@Nullable String applicationName) {
        String any = StringUtils.hasText(name) ? name : applicationName;
        return StringUtils.hasText(any) ? any : null;
    }

    /**
     * When the election of this name begins, whether elections are held or not.
     *
     * @param defaults keys of the default election
     */
    public StartTime startOf(String election, ElectionProperties defaults) {
        GroupProperties carrier = carrierOf(election, defaults);
        StartTime start = carrier == null
                ? of(election, defaults).orInherited(defaults, ElectionProperties::start)
                : carrier.orInherited(GroupProperties::start, defaults.start());
        return start == null ? StartTime.READY : start;
    }

    /** When a group is joined. */
    public static StartTime startOf(GroupProperties group, ElectionProperties defaults) {
        StartTime start = group.orInherited(GroupProperties::start, defaults.start());
        return start == null ? StartTime.READY : start;
    }

    Duration drainTimeoutOf(String election, ElectionProperties defaults) {
        GroupProperties carrier = carrierOf(election, defaults);
        Duration timeout = carrier == null
                ? of(election, defaults).orInherited(defaults, ElectionProperties::drainTimeout)
                : carrier.orInherited(GroupProperties::drainTimeout, defaults.drainTimeout());
        return timeout == null ? Timings.DEFAULT_DRAIN_TIMEOUT : timeout;
    }

    private @Nullable GroupProperties carrierOf(String election, ElectionProperties defaults) {
        String group = of(election, defaults).group();
        return group == null ? null : groups.get(group);
    }

    boolean readyOnlyAsLeader(String election, ElectionProperties defaults) {
        return of(election, defaults).readiness() == ElectionProperties.Readiness.LEADER_ONLY;
    }

    private ElectionProperties of(String election, ElectionProperties defaults) {
        return elections.getOrDefault(election, defaults);
    }
}
