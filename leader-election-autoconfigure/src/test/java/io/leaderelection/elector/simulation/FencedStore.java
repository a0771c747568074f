package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.MILLI;
import static io.leaderelection.elector.simulation.VirtualTime.SECOND;

import io.leaderelection.gate.Term;
import java.util.IdentityHashMap;
import java.util.Map;

/** A store that leaders write to and that refuses tokens lower than the highest it has seen (oracle d). */
final class FencedStore {

    private final World world;
    private final Dice dice;
    private final Map<Term, Integer> terms = new IdentityHashMap<>();
    private long highestToken;
    private int latestTerm;

    FencedStore(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
    }

    void granted(Term term) {
        terms.put(term, terms.size() + 1);
    }

    /** Sends a write, which may be a long time on its way. */
    void write(Node from, Term term) {
        long delay = dice.chance(0.02) ? dice.between(SECOND, 25 * SECOND) : dice.between(0, 50 * MILLI);
        world.time().after(delay, () -> arrived(from, term));
    }

    private void arrived(Node from, Term term) {
        Integer order = terms.get(term);
        if (order == null || term.token() < highestToken) {
            return;
        }
        highestToken = term.token();
        if (order < latestTerm) {
            throw world.found(new Violation(
                    Oracle.FENCE, "a write of an earlier term, by " + from + ", passed with token " + term.token()));
        }
        latestTerm = order;
    }
}
