package io.leaderelection;

import java.util.Collection;

/** The elections of an application, by name. */
public interface LeaderElections {

    /** The default election: {@code leader.election.*} itself. */
    LeaderElection get();

    /**
     * The election of this name.
     *
     * @throws IllegalArgumentException if there is none; the message tells the names there are
     */
    LeaderElection get(String name);

    /** All elections, the default election first. */
    Collection<LeaderElection> all();
}
