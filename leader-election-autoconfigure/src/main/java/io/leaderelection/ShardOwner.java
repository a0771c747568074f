package io.leaderelection;

import org.jspecify.annotations.Nullable;

/**
 * Who owns a shard, as far as this instance knows. To be read, not implemented: later versions tell more.
 */
public interface ShardOwner {

    /** Name of the owner. Foreign text of up to 253 characters, control characters escaped. */
    String identity();

    /** Address that the owner advertises, treated like its name; {@code null} if it advertises none. */
    @Nullable
    String address();

    /** Fencing token of the shard. */
    long fencingToken();
}
