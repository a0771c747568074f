package io.leaderelection.actuate;

import io.leaderelection.ShardGroup;
import io.leaderelection.status.GroupStatus;
import io.leaderelection.status.GroupStatusSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One group of shards as the endpoint tells it; {@code docs/endpoint.md} describes each field. What is not known is left out.
 */
public record GroupDescriptor(
        String name,
        boolean participating,
        @Nullable Integer seat,
        boolean spare,
        int shards,
        List<Integer> owned,
        int unowned,
        int moving,
        List<MemberDescriptor> members,
        List<String> overdueWork,
        @Nullable String problem,
        @Nullable String fix)
        implements OperationResponseBody {

    /** The groups that tell how this instance fares. */
    static Stream<ShardGroup> telling(Stream<ShardGroup> groups) {
        return groups.filter(GroupStatusSource.class::isInstance);
    }

    static GroupStatus statusOf(ShardGroup group) {
        return ((GroupStatusSource) group).status();
    }

    static GroupDescriptor of(ShardGroup group) {
        GroupStatus status = statusOf(group);
        return new GroupDescriptor(
                status.group(),
                status.participating(),
                status.seat().isPresent() ? status.seat().getAsInt() : null,
                status.spare(),
                status.shards(),
                group.owned(),
                status.unowned(),
                status.moving(),
                status.members().stream().map(MemberDescriptor::of).toList(),
                status.overdueWork(),
                status.problem() == null ? null : status.problem().reason(),
                status.problem() == null ? null : status.problem().fix());
    }

    /** A member of the group. */
    public record MemberDescriptor(
            int seat, String identity, @Nullable String address, int owned) {

        static MemberDescriptor of(GroupStatus.Member member) {
            return new MemberDescriptor(member.seat(), member.identity(), member.address(), member.owned());
        }
    }
}
