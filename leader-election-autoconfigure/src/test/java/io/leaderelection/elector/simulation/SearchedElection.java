package io.leaderelection.elector.simulation;

import io.leaderelection.gate.Term;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One election, played by a search. */
final class SearchedElection implements SearchedWorld {

    private final World world;
    private final OpenTime time;
    private final Bounds bounds;
    private final @Nullable Term[] leading;

    SearchedElection(World world, OpenTime time, Bounds bounds) {
        this.world = world;
        this.time = time;
        this.bounds = bounds;
        this.leading = new Term[world.nodes().size()];
    }

    @Override
    public OpenTime time() {
        return time;
    }

    @Override
    public List<Node> participants() {
        return world.nodes();
    }

    @Override
    public void happen(Runnable event) {
        world.happen(event);
    }

    @Override
    public void playUntil(long end) {
        world.playUntil(end);
    }

    @Override
    public List<Move> faults(StateHash hash) {
        return new FaultMoves(world, hash, bounds).possible();
    }

    /** Terms that have begun, and gates that have shut, are seen in their order. */
    @Override
    public void look(StateHash hash) {
        for (Node node : world.nodes()) {
            int index = node.index();
            Term now = openTermOf(node);
            if (!Objects.equals(now, leading[index])) {
                leading[index] = now;
                hash.ofOracles(index + (now == null ? " shut" : " leads with " + now.token()));
            }
        }
    }

    private static @Nullable Term openTermOf(Node node) {
        SimProcess process = node.process();
        return process != null && process.contender() instanceof Member member && member.isOpen()
                ? member.term()
                : null;
    }
}
