package io.leaderelection.status;

import org.jspecify.annotations.Nullable;

/** An instance that waits for a lease, as the lease tells. To be read, not implemented: later versions tell more. */
public interface StandbyStatus {

    /** Its name, foreign text made fit to be shown. */
    String identity();

    /** Revision of the application that it runs, made fit to be shown; {@code null} if it tells none. */
    @Nullable
    String revision();
}
