package io.leaderelection.gate;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an election tells of its leadership. */
public record LeadershipSnapshot(
        String election,
        String identity,
        Role role,
        @Nullable String leaderIdentity,
        @Nullable String leaderAddress,
        long term,
        long fencingToken,
        Instant since,
        @Nullable LossReason lastLoss)
        implements Leadership {}
