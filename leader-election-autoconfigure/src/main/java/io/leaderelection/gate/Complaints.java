package io.leaderelection.gate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that supplied code has thrown: once for each kind, because it may throw at every call. Never throws itself. Any
 * thread.
 */
public final class Complaints {

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.LeaderElection");

    /** Most kinds that are told of. */
    private static final int MOST = 64;

    private final String election;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    public Complaints(String election) {
        this.election = election;
    }

    /** Runs a line's writing, which must not fail where things fail already. */
    public static void quietly(Runnable line) {
        try {
            line.run();
        } catch (Throwable unheard) {
            // Whoever has no memory left for a line of log can be told nothing.
        }
    }

    /**
     * @param what what it is, in words
     * @param supplied class of what has thrown
     */
    public void about(String what, Class<?> supplied, Throwable failure) {
        quietly(() -> {
            String kind = supplied.getName() + " " + failure.getClass().getName();
            if (told.size() < MOST && told.add(kind)) {
                LOG.warn(
                        "Election '{}': {} failed ({}), which changes nothing; told once",
                        election,
                        what,
                        kind,
                        failure);
            }
        });
    }
}
