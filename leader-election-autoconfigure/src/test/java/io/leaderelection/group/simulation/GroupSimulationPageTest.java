package io.leaderelection.group.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.elector.simulation.SimulationPage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/simulation.md} counts and lists of groups is what is searched. */
class GroupSimulationPageTest {

    private final SimulationPage page = new SimulationPage();

    @Test
    void everyMutantThatTheSearchMustFindIsListedWithItsShortestPath() throws NoSuchMethodException {
        String[] paths = GroupSearchTest.class
                .getDeclaredMethod("findsTheShortestPathToAMistake", String.class)
                .getAnnotation(ValueSource.class)
                .strings();

        assertThat(page.table("| mutant of a group |").stream().map(row -> String.join(" ", row)))
                .containsExactlyElementsOf(Stream.of(paths)
                        .map(path -> path.split(" "))
                        .map(words -> "`%s` `%s` %s %s".formatted(words[0], words[1], words[3], words[2]))
                        .toList());
    }

    @Test
    void theSearchHasAsManyEventsAsItIsSaidToHave() {
        int byCommand = page.setByCommand("group.simulation.events");

        assertThat(page.table("| start of a group |").stream()
                        .map(row -> row.get(0) + " " + row.get(2) + " " + row.get(3)))
                .containsExactlyElementsOf(Stream.of(GroupStart.values())
                        .map(start -> "`%s` %s %s"
                                .formatted(
                                        start,
                                        start.events(GroupSearchTest.EVENTS_OF_THE_BUILD),
                                        start.events(byCommand)))
                        .toList());
    }
}
