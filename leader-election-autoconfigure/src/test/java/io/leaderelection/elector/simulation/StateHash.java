package io.leaderelection.elector.simulation;

import java.util.Arrays;

/**
 * A hash of what each participant, the server and the oracles have been through, and when. A participant is what it has heard
 * and when, and so is the server: two worlds that differ only in the order of things that have nothing to do with each other
 * have the same hash, and the same future.
 */
public final class StateHash {

    private static final long PRIME = 0x100000001b3L;

    private final OpenTime time;
    private long[] participants = {};
    private long server;
    private long oracles;

    StateHash(OpenTime time) {
        this.time = time;
    }

    /** A participant has been through something. */
    public void of(Participant participant, String what) {
        int index = participant.index();
        if (index >= participants.length) {
            participants = Arrays.copyOf(participants, index + 1);
        }
        participants[index] = extended(participants[index], what);
    }

    /** The server has been through something. */
    public void ofServer(String what) {
        server = extended(server, what);
    }

    /** A participant has been told by the server how it is. */
    void ofReading(Participant participant, String what) {
        of(participant, what);
        participants[participant.index()] = mixed(participants[participant.index()] ^ server * PRIME);
    }

    /** The oracles have been through something. */
    public void ofOracles(String what) {
        oracles = extended(oracles, what);
    }

    long fingerprint() {
        long all = mixed(server) * PRIME ^ mixed(oracles);
        for (long participant : participants) {
            all = mixed(all * PRIME ^ participant);
        }
        long underWay = 0;
        for (Message message : time.underWay()) {
            underWay += extended(0, message.toString());
        }
        return mixed(mixed(all * PRIME ^ underWay) * PRIME ^ time.now());
    }

    private long extended(long before, String what) {
        long text = before;
        for (int i = 0; i < what.length(); i++) {
            text = (text ^ what.charAt(i)) * PRIME;
        }
        return mixed(mixed(text) ^ time.now() * PRIME);
    }

    private static long mixed(long bits) {
        long half = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        long full = (half ^ half >>> 27) * 0x94d049bb133111ebL;
        return full ^ full >>> 31;
    }
}
