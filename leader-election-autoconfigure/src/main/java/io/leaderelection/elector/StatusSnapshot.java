package io.leaderelection.elector;

import io.leaderelection.Leadership;
import io.leaderelection.status.ElectionProblem;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.StandbyStatus;
import io.leaderelection.status.StoreStatus;
import io.leaderelection.status.Timings;
import io.leaderelection.status.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that an election tells of itself. */
public record StatusSnapshot(
        Leadership leadership,
        boolean leading,
        Mode mode,
        @Nullable Duration sinceRenewal,
        @Nullable Duration timeLeft,
        @Nullable StoreStatus store,
        @Nullable Timings timings,
        Map<String, Integer> runningCalls,
        List<String> deadWorkers,
        List<String> overdueWork,
        List<Transition> transitions,
        Duration electorSilence,
        List<StandbyStatus> standbys,
        @Nullable ElectionProblem problem)
        implements ElectionStatus {}
