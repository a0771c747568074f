package io.leaderelection.elector.simulation;

import io.leaderelection.gate.Term;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A hash of what each node, the server and the oracles have been through, and when. A node is what it has heard and when,
 * and so is the server: two worlds that differ only in the order of things that have nothing to do with each other have
 * the same hash, and the same future.
 */
final class StateHash {

    private static final long PRIME = 0x100000001b3L;

    private final World world;
    private final long[] nodes;
    private final @Nullable Term[] leading;
    private long server;
    private long oracles;

    StateHash(World world) {
        this.world = world;
        this.nodes = new long[world.nodes().size()];
        this.leading = new Term[nodes.length];
        look();
    }

    /** A node has been through something. */
    void of(Node node, String what) {
        nodes[node.index()] = extended(nodes[node.index()], what);
    }

    /** The server has been through something. */
    void ofServer(String what) {
        server = extended(server, what);
    }

    /** The oracles have been through something. */
    void ofOracles(String what) {
        oracles = extended(oracles, what);
    }

    /** Terms that have begun, and gates that have shut, are seen in their order. */
    void look() {
        List<Node> all = world.nodes();
        for (int i = 0; i < nodes.length; i++) {
            Term now = openTermOf(all.get(i));
            if (!Objects.equals(now, leading[i])) {
                leading[i] = now;
                ofOracles(i + (now == null ? " shut" : " leads with " + now.token()));
            }
        }
    }

    private static @Nullable Term openTermOf(Node node) {
        SimProcess process = node.process();
        return process != null && process.contender() instanceof Member member && member.isOpen()
                ? member.term()
                : null;
    }

    long fingerprint() {
        long all = mixed(server) * PRIME ^ mixed(oracles);
        for (long node : nodes) {
            all = mixed(all * PRIME ^ node);
        }
        return mixed(all * PRIME ^ world.time().now());
    }

    private long extended(long before, String what) {
        long text = before;
        for (int i = 0; i < what.length(); i++) {
            text = (text ^ what.charAt(i)) * PRIME;
        }
        return mixed(mixed(text) ^ world.time().now() * PRIME);
    }

    private static long mixed(long bits) {
        long half = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        long full = (half ^ half >>> 27) * 0x94d049bb133111ebL;
        return full ^ full >>> 31;
    }
}
