package io.leaderelection.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.AdditionalPathsMapper;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;

/**
 * Adds the contributor {@code leadership} only to groups that name it, and to readiness if configured. Otherwise the
 * aggregate health of every follower would be {@code OUT_OF_SERVICE}.
 */
final class LeadershipHealthGroups implements HealthEndpointGroups, AdditionalPathsMapper {

    /** Name of the contributor. */
    static final String CONTRIBUTOR = "leadership";

    static final String READINESS = "readiness";

    private final HealthEndpointGroups groups;
    private final HealthEndpointGroup primary;
    private final Map<String, HealthEndpointGroup> named = new LinkedHashMap<>();

    /**
     * @param inReadiness components of the contributor that belong to readiness
     */
    LeadershipHealthGroups(HealthEndpointGroups groups, Set<String> inReadiness) {
        this.groups = groups;
        this.primary = new Group(groups.getPrimary(), Set.of());
        for (String name : groups.getNames()) {
            HealthEndpointGroup group = groups.get(name);
            if (group != null) {
                named.put(name, new Group(group, name.equals(READINESS) ? inReadiness : Set.of()));
            }
        }
    }

    @Override
    public HealthEndpointGroup getPrimary() {
        return primary;
    }

    @Override
    public Set<String> getNames() {
        return groups.getNames();
    }

    @Override
    public @Nullable HealthEndpointGroup get(String name) {
        return named.get(name);
    }

    @Override
    public @Nullable List<String> getAdditionalPaths(EndpointId endpoint, WebServerNamespace namespace) {
        return groups instanceof AdditionalPathsMapper mapper ? mapper.getAdditionalPaths(endpoint, namespace) : null;
    }

    /**
     * @param group what is asked about everything else
     * @param members components of the contributor that belong to it besides those that it names
     */
    private record Group(HealthEndpointGroup group, Set<String> members) implements HealthEndpointGroup {

        /** A contributor that nobody has: a group with this member is open to all. */
        private static final String ANY = "leadership-any-other";

        @Override
        public boolean isMember(String name) {
            if (!name.equals(CONTRIBUTOR) && !name.startsWith(CONTRIBUTOR + "/")) {
                return group.isMember(name);
            }
            return members.contains(name) || group.isMember(name) && !group.isMember(ANY);
        }

        @Override
        public boolean showComponents(SecurityContext context) {
            return group.showComponents(context);
        }

        @Override
        public boolean showDetails(SecurityContext context) {
            return group.showDetails(context);
        }

        @Override
        public StatusAggregator getStatusAggregator() {
            return group.getStatusAggregator();
        }

        @Override
        public HttpCodeStatusMapper getHttpCodeStatusMapper() {
            return group.getHttpCodeStatusMapper();
        }

        @Override
        public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
            return group.getAdditionalPath();
        }
    }
}
