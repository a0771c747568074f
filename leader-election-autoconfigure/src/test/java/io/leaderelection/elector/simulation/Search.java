package io.leaderelection.elector.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tries everything that can happen from an opening on, breadth first, so that what it finds is as short as can be. The
 * elector is deterministic: a position is reached by making the same moves again.
 */
final class Search {

    private final StartPosition start;
    private final Mutant mutant;
    private final Bounds bounds;

    /** The positions reached, with the faults that it took. */
    private final Map<Long, Integer> known = new ConcurrentHashMap<>();

    private final LongAdder tried = new LongAdder();

    Search(StartPosition start, Mutant mutant, Bounds bounds) {
        this.start = start;
        this.mutant = mutant;
        this.bounds = bounds;
    }

    /** Moves from the opening on, and the violation to which the last one led, if it did. */
    private record Path(byte[] choices, @Nullable Violation violation) {

        Path and(int choice) {
            byte[] longer = Arrays.copyOf(choices, choices.length + 1);
            longer[choices.length] = (byte) choice;
            return new Path(longer, null);
        }

        Path ending(Violation found) {
            return new Path(choices, found);
        }
    }

    /** Goes all paths; returns one of the shortest that lead to a violation of these oracles. */
    @Nullable
    CounterExample run(Set<Oracle> oracles) {
        List<Path> paths = List.of(new Path(new byte[0], null));
        for (int events = 1; events <= bounds.events() && !paths.isEmpty(); events++) {
            List<Path> longer = paths.parallelStream().flatMap(this::longer).toList();
            for (Path path : longer) {
                Violation violation = path.violation();
                if (violation != null && oracles.contains(violation.oracle())) {
                    return new CounterExample(start, mutant, bounds, path.choices(), violation);
                }
            }
            paths = longer.stream().filter(path -> path.violation() == null).toList();
        }
        return null;
    }

    /** The paths by one move longer that lead to new positions, or to a violation. */
    private Stream<Path> longer(Path path) {
        List<Path> longer = new ArrayList<>();
        Position position = positionAfter(path);
        List<Move> moves = position.moves();
        for (int choice = 0; choice < moves.size(); choice++) {
            Position next = choice == 0 ? position : positionAfter(path);
            Path further = path.and(choice);
            tried.increment();
            try {
                next.make(choice == 0 ? moves.get(0) : next.moves().get(choice));
                if (isNew(next)) {
                    longer.add(further);
                }
            } catch (Violation violation) {
                longer.add(further.ending(violation));
            }
        }
        return longer.stream();
    }

    private Position positionAfter(Path path) {
        Position position = new Position(start, mutant, bounds);
        for (byte choice : path.choices()) {
            position.make(position.moves().get(choice));
        }
        return position;
    }

    /** Whether this position was not reached before, by fewer moves and with as many faults left. */
    private boolean isNew(Position position) {
        boolean[] isNew = new boolean[1];
        known.compute(position.fingerprint(), (fingerprint, before) -> {
            isNew[0] = before == null || position.faults() < before;
            return isNew[0] ? Integer.valueOf(position.faults()) : before;
        });
        return isNew[0];
    }

    /** How many moves were tried. */
    long tried() {
        return tried.sum();
    }

    /** To how many different positions they led. */
    long positions() {
        return known.size();
    }
}
