package io.leaderelection.elector.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tries everything that can happen from an opening on, breadth first, so that what it finds is as short as can be. All that it
 * plays is deterministic: a position is reached by making the same moves again.
 */
public final class Search {

    private final Supplier<Position> opening;
    private final int events;

    /** The positions reached, with the faults that it took. */
    private final Map<Long, Integer> known = new ConcurrentHashMap<>();

    private final LongAdder tried = new LongAdder();

    /**
     * @param opening makes the position from which it goes, as often as it is asked to
     * @param events how many things happen on a path
     */
    public Search(Supplier<Position> opening, int events) {
        this.opening = opening;
        this.events = events;
    }

    /** Moves from the opening on, and the violation to which the last one led, if it did. */
    private record Path(byte[] choices, @Nullable Throwable violation) {

        Path and(int choice) {
            byte[] longer = Arrays.copyOf(choices, choices.length + 1);
            longer[choices.length] = (byte) choice;
            return new Path(longer, null);
        }

        Path ending(Throwable found) {
            return new Path(choices, found);
        }
    }

    /** Goes all paths; returns one of the shortest that lead to such a violation. */
    @Nullable
    CounterExample run(Predicate<Throwable> sought) {
        List<Path> paths = List.of(new Path(new byte[0], null));
        for (int event = 1; event <= events && !paths.isEmpty(); event++) {
            List<Path> longer = paths.parallelStream().flatMap(this::longer).toList();
            for (Path path : longer) {
                Throwable violation = path.violation();
                if (violation != null && sought.test(violation)) {
                    return new CounterExample(opening, path.choices(), violation);
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
            } catch (Violation | AssertionError violation) {
                longer.add(further.ending(violation));
            }
        }
        return longer.stream();
    }

    private Position positionAfter(Path path) {
        Position position = opening.get();
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
