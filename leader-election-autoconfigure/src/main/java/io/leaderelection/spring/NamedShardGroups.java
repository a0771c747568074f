package io.leaderelection.spring;

import io.leaderelection.ShardGroup;
import io.leaderelection.ShardGroups;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Groups by name. */
public final class NamedShardGroups implements ShardGroups {

    private final SortedMap<String, ShardGroup> byName = new TreeMap<>();

    /**
     * @param groups all groups
     */
    public NamedShardGroups(Collection<? extends ShardGroup> groups) {
        groups.forEach(group -> byName.put(group.name(), group));
    }

    @Override
    public ShardGroup get(String name) {
        ShardGroup group = byName.get(name);
        if (group == null) {
            throw new IllegalArgumentException(
                    "There is no group '%s'; there are %s. Groups are defined by leader.election.groups.*"
                            .formatted(name, byName.keySet()));
        }
        return group;
    }

    @Override
    public Collection<ShardGroup> all() {
        return Collections.unmodifiableCollection(byName.values());
    }
}
