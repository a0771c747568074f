package io.leaderelection.actuate;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.Leadership;
import io.leaderelection.ShardGroups;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.ElectionStatus.Mode;
import java.security.Principal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.context.ApplicationEventPublisher;

/** Tells how the elections of this instance fare; and where access is unrestricted, steps down. */
@Endpoint(id = "leaderelection", defaultAccess = Access.READ_ONLY)
public class LeaderElectionEndpoint {

    /** Type of the audit event that tells of a resignation asked for here. */
    public static final String AUDIT_TYPE = "LEADERSHIP_RESIGNED";

    private final LeaderElections elections;
    private final ShardGroups groups;
    private final ApplicationEventPublisher publisher;

    public LeaderElectionEndpoint(LeaderElections elections, ShardGroups groups, ApplicationEventPublisher publisher) {
        this.elections = elections;
        this.groups = groups;
        this.publisher = publisher;
    }

    /** All elections, the default one first, and all groups. */
    @ReadOperation
    public ElectionsDescriptor elections() {
        Map<String, ElectionDescriptor> all = new LinkedHashMap<>();
        elections.all().forEach(each -> all.put(each.name(), ElectionDescriptor.of(ElectionStatus.of(each))));
        Map<String, GroupDescriptor> shared = new LinkedHashMap<>();
        GroupDescriptor.telling(groups.all().stream())
                .forEach(each -> shared.put(each.name(), GroupDescriptor.of(each)));
        return new ElectionsDescriptor(all, shared.isEmpty() ? null : shared);
    }

    /** One election, which may be that of a shard; nothing if there is none of this name. */
    @ReadOperation
    public @Nullable ElectionDescriptor election(@Selector String name) {
        return find(name)
                .map(election -> ElectionDescriptor.of(ElectionStatus.of(election)))
                .orElse(null);
    }

    /**
     * Steps down, if this instance leads, and not by configuration.
     *
     * @param name name of the election
     * @param pause how long not to campaign afterwards; without one, twice the retry period
     * @throws InvalidEndpointRequestException if there is no such election, or the pause is negative
     */
    @WriteOperation
    public ResignationDescriptor resign(@Selector String name, @Nullable Duration pause, SecurityContext security) {
        LeaderElection election = find(name)
                .orElseThrow(() -> new InvalidEndpointRequestException(
                        "There is no such election", "The name is not one of those at /actuator/leaderelection"));
        if (pause != null && pause.isNegative()) {
            throw new InvalidEndpointRequestException("pause is negative", "pause must be zero or more, such as 30s");
        }
        Leadership before = election.leadership();
        boolean stepsDown = election.isLeader() && ElectionStatus.of(election).mode() != Mode.FIXED;
        if (stepsDown) {
            publisher.publishEvent(audit(before, pause, security.getPrincipal()));
            if (pause == null) {
                election.resign();
            } else {
                election.resign(pause);
            }
        }
        return new ResignationDescriptor(election.name(), stepsDown, pause);
    }

    private Optional<LeaderElection> find(String name) {
        return Stream.concat(
                        elections.all().stream(),
                        groups.all().stream()
                                .flatMap(group ->
                                        IntStream.range(0, group.shards()).mapToObj(group::election)))
                .filter(election -> election.name().equals(name))
                .findFirst();
    }

    private static AuditApplicationEvent audit(
            Leadership before, @Nullable Duration pause, @Nullable Principal principal) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("election", before.election());
        data.put("identity", before.identity());
        data.put("term", before.term());
        data.put("fencingToken", before.fencingToken());
        if (pause != null) {
            data.put("pause", pause.toString());
        }
        return new AuditApplicationEvent(principal == null ? "anonymous" : principal.getName(), AUDIT_TYPE, data);
    }

    /**
     * All elections and groups.
     *
     * @param elections the elections by name
     * @param groups the groups of shards by name; left out where there are none
     */
    public record ElectionsDescriptor(
            Map<String, ElectionDescriptor> elections,
            @Nullable Map<String, GroupDescriptor> groups) implements OperationResponseBody {}

    /**
     * What became of the wish to step down.
     *
     * @param election name of the election
     * @param resigned whether this instance led, and has stepped down
     * @param pause how long it does not campaign, if that was said
     */
    public record ResignationDescriptor(
            String election, boolean resigned, @Nullable Duration pause) implements OperationResponseBody {}
}
