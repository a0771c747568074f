package io.leaderelection.group;

import io.leaderelection.status.ElectionProblem;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.GroupStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a group tells of itself. */
record GroupSnapshot(
        String group,
        boolean participating,
        int shards,
        OptionalInt seat,
        boolean spare,
        int owned,
        int unowned,
        int moving,
        List<GroupStatus.Member> members,
        List<String> overdueWork,
        @Nullable ElectionProblem problem,
        @Nullable ElectionStatus seatStatus)
        implements GroupStatus {

    /** A member, with foreign text escaped and cut. */
    record Seated(int seat, String identity, @Nullable String address, int owned) implements GroupStatus.Member {}

    static List<GroupStatus.Member> members(@Nullable Assignment known) {
        List<GroupStatus.Member> members = new ArrayList<>();
        if (known != null) {
            for (io.leaderelection.group.Member member : known.members().values()) {
                Owner shown = Owner.of(member, 0);
                members.add(new Seated(member.seat(), shown.identity(), shown.address(), count(known, member.seat())));
            }
        }
        return List.copyOf(members);
    }

    /** How many shards this seat owns, or, for {@link Assignment#NOBODY}, are free. */
    static int count(Assignment known, int seat) {
        int owned = 0;
        for (int shard = 0; shard < known.shape().shards(); shard++) {
            owned += known.owner(shard) == seat ? 1 : 0;
        }
        return owned;
    }

    static int moving(Assignment known) {
        int moving = 0;
        for (int shard = 0; shard < known.shape().shards(); shard++) {
            moving += known.isMoving(shard) ? 1 : 0;
        }
        return moving;
    }
}
