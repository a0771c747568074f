package io.leaderelection.elector;

import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.StandbyInstance;
import io.leaderelection.status.StandbyStatus;
import org.jspecify.annotations.Nullable;

/** One instance that waits for the lease, as an election tells of it. */
public record StandbySnapshot(String identity, @Nullable String revision) implements StandbyStatus {

    static StandbySnapshot of(StandbyInstance standby) {
        String revision = standby.revision();
        return new StandbySnapshot(
                ForeignText.shown(standby.identity()), revision == null ? null : ForeignText.shown(revision));
    }
}
