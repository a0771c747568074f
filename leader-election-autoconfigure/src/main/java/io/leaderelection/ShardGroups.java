package io.leaderelection;

import java.util.Collection;

/** The groups of an application, by name. */
public interface ShardGroups {

    /**
     * The group of this name.
     *
     * @throws IllegalArgumentException if there is none; the message tells the names there are
     */
    ShardGroup get(String name);

    /** All groups, in the order of their names. */
    Collection<ShardGroup> all();
}
