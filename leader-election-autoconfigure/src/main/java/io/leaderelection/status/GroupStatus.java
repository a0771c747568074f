package io.leaderelection.status;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How one instance fared in one group at one moment: an immutable snapshot for health, endpoint and metrics. All text in it
 * may be shown: foreign text is escaped and cut, and messages are cleaned of secrets.
 */
public interface GroupStatus {

    /** Name of the group. */
    String group();

    /** Whether the instance takes part. */
    boolean participating();

    /** Number of shards. */
    int shards();

    /** Seat of this instance; empty while it has none. */
    OptionalInt seat();

    /** Whether all seats are taken by others: this instance waits for one. */
    boolean spare();

    /** How many shards this instance owns. */
    int owned();

    /** How many shards nobody owns, as far as this instance knows; all of them before it knows anything. */
    int unowned();

    /** How many shards are on their way from one member to another. */
    int moving();

    /** The members, in the order of their seats. */
    List<Member> members();

    /** Work of revoked shards that has not ended within the drain timeout, and keeps them from their next owner. */
    List<String> overdueWork();

    /** What keeps this instance from its share; {@code null} if nothing does. */
    @Nullable
    ElectionProblem problem();

    /** How this instance fares with its seat; {@code null} while it seeks none. */
    @Nullable
    ElectionStatus seatStatus();

    /** A member of a group. To be read, not implemented. */
    interface Member {

        /** Number of its seat. */
        int seat();

        /** Its name. */
        String identity();

        /** Address that it advertises, if it does. */
        @Nullable
        String address();

        /** How many shards it owns. */
        int owned();
    }
}
