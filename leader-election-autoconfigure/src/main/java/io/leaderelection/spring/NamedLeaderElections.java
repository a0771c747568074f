package io.leaderelection.spring;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Elections by name, in the order in which they were configured. */
public final class NamedLeaderElections implements LeaderElections {

    private final Map<String, LeaderElection> byName = new LinkedHashMap<>();

    /**
     * @param elections the elections, the default one first
     */
    public NamedLeaderElections(List<? extends LeaderElection> elections) {
        elections.forEach(election -> byName.put(election.name(), election));
    }

    @Override
    public LeaderElection get() {
        return byName.values().iterator().next();
    }

    @Override
    public LeaderElection get(String name) {
        LeaderElection election = byName.get(name);
        if (election == null) {
            throw new IllegalArgumentException(
                    "There is no election '%s'; there are %s. Further elections are defined by leader.election.elections.*"
                            .formatted(name, byName.keySet()));
        }
        return election;
    }

    @Override
    public Collection<LeaderElection> all() {
        return Collections.unmodifiableCollection(byName.values());
    }
}
