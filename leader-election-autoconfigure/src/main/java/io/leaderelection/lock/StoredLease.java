package io.leaderelection.lock;

import org.jspecify.annotations.Nullable;

/**
 * A lease as it was found in a store. Stores may keep more in their own implementation, such as the fields and labels
 * of others that a later write must preserve; that is why {@link LeaseStore#replace} wants the found lease back.
 */
public interface StoredLease {

    /** What the lease says. */
    LeaseRecord record();

    /** Which object in which state this is; the condition of any later write. */
    Version version();

    /** Who waits for it, as far as that is told here; {@code null} where it is not. */
    default @Nullable Standbys standbys() {
        return null;
    }
}
