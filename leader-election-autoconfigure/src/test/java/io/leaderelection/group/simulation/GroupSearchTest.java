package io.leaderelection.group.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.elector.simulation.Move;
import io.leaderelection.elector.simulation.Position;
import io.leaderelection.elector.simulation.QuietElections;
import io.leaderelection.elector.simulation.Search;
import io.leaderelection.elector.simulation.SearchedPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tries everything that can happen to two members of a group with two shards within a few events, and proves with wrong groups
 * that it sees enough. System properties: {@code group.simulation.events}, how many events there are;
 * {@code group.simulation.faults}, how many of them may be faults.
 */
@ExtendWith(QuietElections.class)
class GroupSearchTest {

    static final int EVENTS_OF_THE_BUILD = 5;

    private static final int EVENTS = Integer.getInteger("group.simulation.events", EVENTS_OF_THE_BUILD);
    private static final int FAULTS = Integer.getInteger("group.simulation.faults", 1);

    @ParameterizedTest
    @EnumSource
    void everyPromiseHoldsOnEveryPath(GroupStart start) {
        Search search = new Search(() -> start.position(FAULTS), start.events(EVENTS));
        SearchedPaths.assertNoneBreaksAPromise("Group, " + start, search);
    }

    /** Proves the proof, with all that is needed to catch each mutant, and the number of events that it takes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // mutant, start, faults, events
                "GRANTS_WHILE_UNKNOWN LOST 0 3",
                "RELEASES_BEFORE_DRAIN MOVE 0 4",
                "GATE_WITHOUT_SEAT PAUSED 0 5",
                "GRANTS_BEFORE_RELEASE JOIN 0 5",
                "HELD_SEAT_IS_EMPTY LOST 0 5",
                "DEAD_WITHOUT_ENDING_THE_SEAT JOIN 0 7",
                "HOLDS_NO_WORK LEAVE 1 3",
                "ACCEPTS_OLDER SHARED 1 3"
            })
    void findsTheShortestPathToAMistake(String path) throws Throwable {
        GroupMutant mutant = GroupMutant.valueOf(path.split(" ")[0]);
        mutant.product().run(GroupSearchTest.class, "findsTheShortest", path);
    }

    private static void findsTheShortest(String path) {
        String[] words = path.split(" ");
        GroupMutant mutant = GroupMutant.valueOf(words[0]);
        GroupStart start = GroupStart.valueOf(words[1]);
        int faults = Integer.parseInt(words[2]);
        int events = Integer.parseInt(words[3]);
        Search search = new Search(() -> start.position(faults), events);

        SearchedPaths.assertShortestHas(
                events,
                "%s from %s".formatted(mutant, start),
                search,
                violation -> violation instanceof AssertionError error && mutant.isCaughtBy(error));
    }

    /** Its member has not heard yet that it was deleted. The search found that it was taken at once. */
    @Test
    void aSeatThatIsDeletedBeforeItIsGuardedIsNotTakenAtOnce() {
        Position position = GroupStart.MOVE.position(1);
        position.make(
                "n1: hears the answer to request 8 (writes assignment)",
                "n1: hears the answer to request 7 (reads seat-0)",
                "seat-0 is deleted",
                "n1: request 10 (reads seat-0) reaches the server and is answered");

        assertThat(position.moves()).extracting(Move::toString).noneMatch(move -> move.contains("(creates seat-0)"));
    }

    @Test
    void onlyTheOrderOfWritesMakesAnotherPosition() {
        String[] reads = {
            "n0: request 2 (reads assignment) reaches the server and is answered",
            "n1: request 2 (reads assignment) reaches the server and is answered",
            "n0: request 4 (reads seat-0) reaches the server and is answered",
            "n1: request 4 (reads seat-1) reaches the server and is answered"
        };
        String[] writes = {
            "n0: request 5 (creates seat-0) reaches the server", "n1: request 5 (creates seat-1) reaches the server"
        };

        Position all = positionAfter(reads[0], reads[1], reads[2], reads[3]);
        assertThat(positionAfter(reads[1], reads[3], reads[0], reads[2]).fingerprint())
                .isEqualTo(all.fingerprint());
        all.make(writes[0], writes[1]);
        Position otherFirst = positionAfter(reads[0], reads[1], reads[2], reads[3], writes[1], writes[0]);
        assertThat(otherFirst.fingerprint()).isNotEqualTo(all.fingerprint());
    }

    private static Position positionAfter(String... moves) {
        Position position = GroupStart.NEW.position(0);
        position.make(moves);
        return position;
    }
}
