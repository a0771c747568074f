package io.leaderelection.status;

import io.leaderelection.Leadership;
import java.util.List;
import java.util.Map;

/** All that can be told of an election that has no store. */
record StatusWithoutStore(
        Leadership leadership, boolean leading, Map<String, Integer> runningCalls, List<String> deadWorkers)
        implements ElectionStatus {}
