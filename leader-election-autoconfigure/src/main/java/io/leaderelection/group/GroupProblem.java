package io.leaderelection.group;

import io.leaderelection.group.Assignment.Shape;
import io.leaderelection.group.SharedAssignment.State;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.status.ElectionProblem;
import org.jspecify.annotations.Nullable;

/** What keeps a member from its share, in words. */
final class GroupProblem {

    private GroupProblem() {}

    /** The present problem with the group's record; {@code null} if there is none. */
    static @Nullable ElectionProblem of(SharedAssignment record, GroupSettings settings) {
        Assignment foreign = record.foreign();
        StoreFailure failure = record.failure();
        if (foreign != null) {
            return differs(foreign.shape(), settings);
        } else if (record.state() == State.NEWER) {
            return new ElectionProblem(
                    "The assignment of group '%s' was written by a later version of leader-election"
                            .formatted(settings.name()),
                    "Update this replica, or wait until the later version has gone and delete the lease of the"
                            + " assignment.");
        }
        return failure == null
                ? null
                : new ElectionProblem(
                        "The assignment of group '%s' cannot be read or written: %s"
                                .formatted(settings.name(), failure.message()),
                        "Shards stay where they are until then. Give this replica access to the leases of the group.");
    }

    private static ElectionProblem differs(Shape others, GroupSettings settings) {
        return new ElectionProblem(
                "The other members of group '%s' have %s shards, %s seats and the hash '%s'; this one has %s, %s and '%s'"
                        .formatted(
                                settings.name(),
                                others.shards(),
                                others.seats(),
                                Owner.shown(others.hash()),
                                settings.shards(),
                                settings.seats(),
                                settings.hashName()),
                "Give all replicas the same shards, seats and hash. This one takes part when the others have gone.");
    }
}
