package io.leaderelection.autoconfigure;

import io.leaderelection.actuate.HealthLimits;
import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.spring.StartTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.StringUtils;

/** Leader election: the default election, and further ones that override any of its keys. */
@ConfigurationProperties(LeaderElectionProperties.PREFIX)
public class LeaderElectionProperties extends ElectionProperties {

    /** Beginning of every key. */
    public static final String PREFIX = "leader.election";

    /** Whether to elect. If not, there is no client and no lease, and each instance has a fixed role. */
    private boolean enabled = true;

    /** Role of each instance while no leader is elected. */
    private FixedRole whenDisabled = FixedRole.LEADER;

    /** Name of the default election. Without one, the name of the application. */
    private @Nullable String name;

    @NestedConfigurationProperty
    private final HealthProperties health = new HealthProperties();

    @NestedConfigurationProperty
    private final WebProperties web = new WebProperties();

    /** Further elections by name. */
    private Map<String, ElectionProperties> elections = new LinkedHashMap<>();

    /** The role of an instance where there is no election. */
    public enum FixedRole {
        /** Each instance leads, without a fencing token. */
        LEADER,
        /** No instance leads. */
        FOLLOWER
    }

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public FixedRole getWhenDisabled() {
        return whenDisabled;
    }

    public void setWhenDisabled(FixedRole whenDisabled) {
        this.whenDisabled = whenDisabled;
    }

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public Map<String, ElectionProperties> getElections() {
        return elections;
    }

    public void setElections(Map<String, ElectionProperties> elections) {
        this.elections = elections;
    }

    public HealthProperties getHealth() {
        return health;
    }

    public WebProperties getWeb() {
        return web;
    }

    /**
     * Names of all elections, the default one first.
     *
     * @param applicationName what the default election is called where it has no name of its own
     */
    public List<String> names(@Nullable String applicationName) {
        String fallback = StringUtils.hasText(applicationName) ? applicationName : "default";
        List<String> names = new ArrayList<>();
        names.add(StringUtils.hasText(name) ? name : fallback);
        names.addAll(elections.keySet());
        return names;
    }

    /** When the election of this name begins, whether elections are held or not. */
    public StartTime startOf(String election) {
        return keysOf(election).get(ElectionProperties::getStart, StartTime.READY);
    }

    /** How long the work of an ended term is awaited in the election of this name. */
    Duration drainTimeoutOf(String election) {
        return keysOf(election).get(ElectionProperties::getDrainTimeout, ElectionSettings.DEFAULT_DRAIN_TIMEOUT);
    }

    /** Which instances are ready, as far as the election of this name is concerned. */
    Readiness readinessOf(String election) {
        Readiness own = elections.getOrDefault(election, this).getReadiness();
        return own == null ? Readiness.ANY : own;
    }

    private ElectionKeys keysOf(String election) {
        return new ElectionKeys(elections.getOrDefault(election, this), this);
    }

    /** Web requests. */
    public static class WebProperties {

        /** Whether web requests refused for want of leadership are answered by 409 and a problem detail that names the leader. */
        private boolean problemDetails = true;

        public boolean isProblemDetails() {
            return problemDetails;
        }

        public void setProblemDetails(boolean problemDetails) {
            this.problemDetails = problemDetails;
        }
    }

    /** When an instance that is kept from taking part is DOWN. */
    public static class HealthProperties {

        /** How long the store may refuse what an instance needs before its health is DOWN. */
        private Duration forbiddenFor = HealthLimits.DEFAULTS.forbidden();

        /** How long requests to the store may fail before the health is DOWN. */
        private Duration noContactFor = HealthLimits.DEFAULTS.noContact();

        /** How long the thread of all elections may not answer before the contributor leaderElector is DOWN. */
        private Duration electorStalledFor = HealthLimits.DEFAULTS.electorStalled();

        public Duration getForbiddenFor() {
            return forbiddenFor;
        }

        public void setForbiddenFor(Duration forbiddenFor) {
            this.forbiddenFor = forbiddenFor;
        }

        public Duration getNoContactFor() {
            return noContactFor;
        }

        public void setNoContactFor(Duration noContactFor) {
            this.noContactFor = noContactFor;
        }

        public Duration getElectorStalledFor() {
            return electorStalledFor;
        }

        public void setElectorStalledFor(Duration electorStalledFor) {
            this.electorStalledFor = electorStalledFor;
        }
    }
}
