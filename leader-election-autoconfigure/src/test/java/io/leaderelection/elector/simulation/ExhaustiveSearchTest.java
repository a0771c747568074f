package io.leaderelection.elector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tries everything that can happen to two nodes within a few events, and proves with wrong electors that it sees enough.
 * System properties: {@code simulation.events}, how many events there are; {@code simulation.faults}, how many of them
 * may be faults.
 */
@ExtendWith(QuietElections.class)
class ExhaustiveSearchTest {

    static final int EVENTS_OF_THE_BUILD = 7;

    private static final int EVENTS = Integer.getInteger("simulation.events", EVENTS_OF_THE_BUILD);
    private static final int FAULTS = Integer.getInteger("simulation.faults", 1);

    @ParameterizedTest
    @EnumSource
    void everyPromiseHoldsOnEveryPath(StartPosition start) {
        Bounds bounds = new Bounds(start.events(EVENTS), FAULTS, Bounds.ALL);
        SearchedPaths.assertNoneBreaksAPromise(start.toString(), search(start, Mutant.NONE, bounds));
    }

    /** Proves the proof, with all that is needed to catch each mutant, and the number of events that it takes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // mutant, start, faults, kinds, events
                "FLAG_GATE LED 1 - 1",
                "RELEASES_BEFORE_DRAIN LED 1 RESIGN 1",
                "WALL_CLOCK LED 2 WALL_STEP 2",
                "TOKEN_IN_MEMORY LED 1 - 3",
                "WAITS_BY_RENEW_TIME LED 2 - 3",
                "TAKES_BLANK LED 2 BLANK 3",
                "CAMPAIGNS_DURING_WORK LED 1 - 2",
                "VALIDITY_FROM_ANSWER LED 2 - 5",
                "EXTENDS_ON_READ LED 2 - 5",
                "MINE_BY_NAME LED 2 - 5",
                "NO_UID LED 2 DELETE 6",
                "TOKEN_IS_TRANSITIONS LED 1 DELETE 10",
                "ONE_INCARNATION LED 1 - 11"
            })
    void findsTheShortestPathToAMistake(String path) throws Throwable {
        Mutant mutant = Mutant.valueOf(path.split(" ")[0]);
        mutant.product().run(ExhaustiveSearchTest.class, "findsTheShortest", path);
    }

    private static void findsTheShortest(String path) {
        String[] words = path.split(" ");
        Mutant mutant = Mutant.valueOf(words[0]);
        int events = Integer.parseInt(words[4]);
        Bounds bounds = new Bounds(events, Integer.parseInt(words[2]), kinds(words[3]));
        SearchedPaths.assertShortestHas(
                events,
                "%s from %s".formatted(mutant, words[1]),
                search(StartPosition.valueOf(words[1]), mutant, bounds),
                violation ->
                        violation instanceof Violation of && mutant.catchers().contains(of.oracle()));
    }

    private static Search search(StartPosition start, Mutant mutant, Bounds bounds) {
        return new Search(() -> start.position(mutant, bounds), bounds.events());
    }

    @Test
    void orderThatNobodyCanTellMakesNoOtherPosition() {
        String[] sent = {"node 0: read 1 reaches the server", "node 1: read 1 reaches the server"};
        String[] heard = {"node 0: hears the answer to read 1", "node 1: hears the answer to read 1"};

        Position oneFirst = positionAfter(sent[0], sent[1], heard[0], heard[1]);
        Position otherFirst = positionAfter(sent[0], sent[1], heard[1], heard[0]);
        Position onlyOne = positionAfter(sent[0], sent[1], heard[1]);

        assertThat(oneFirst.fingerprint()).isEqualTo(otherFirst.fingerprint()).isNotEqualTo(onlyOne.fingerprint());
    }

    private static Position positionAfter(String... moves) {
        Position position = StartPosition.NO_LEASE.position(Mutant.NONE, new Bounds(moves.length, 0, Set.of()));
        position.make(moves);
        return position;
    }

    private static Set<FaultKind> kinds(String name) {
        return name.equals("-") ? Set.of() : Set.of(FaultKind.valueOf(name));
    }
}
