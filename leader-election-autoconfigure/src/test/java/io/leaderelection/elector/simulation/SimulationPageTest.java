package io.leaderelection.elector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/simulation.md} counts and lists is what the simulation plays. */
class SimulationPageTest {

    private static final Pattern NAME = Pattern.compile("`([A-Z_]+)`");

    private final SimulationPage page = new SimulationPage();

    @Test
    void everyOracleIsExplained() {
        assertThat(page.table("| oracle |"))
                .flatExtracting(row -> names(row.get(0)))
                .containsExactly(names(Oracle.values()));
    }

    @Test
    void everyMutantIsListedWithTheOraclesThatMayCatchIt() {
        Set<Mutant> mutants = EnumSet.complementOf(EnumSet.of(Mutant.NONE));

        assertThat(page.table("| mutant | what is wrong |").stream()
                        .map(row -> names(row.get(0)) + " " + new TreeSet<>(names(row.get(2)))))
                .containsExactlyElementsOf(mutants.stream()
                        .map(mutant -> List.of(mutant.name()) + " "
                                + new TreeSet<>(List.of(names(mutant.catchers().toArray(new Oracle[0])))))
                        .toList());
        assertThat(page.lines())
                .anyMatch(line ->
                        line.contains(String.format(Locale.ROOT, "caught within %,d schedules", MutantTest.SCHEDULES)));
    }

    @Test
    void everyMutantThatTheSearchMustFindIsListedWithItsShortestPath() throws NoSuchMethodException {
        String[] paths = ExhaustiveSearchTest.class
                .getDeclaredMethod("findsTheShortestPathToAMistake", String.class)
                .getAnnotation(ValueSource.class)
                .strings();

        assertThat(page.table("| mutant | shortest path").stream().map(row -> String.join(" ", row)))
                .containsExactlyElementsOf(Stream.of(paths)
                        .map(path -> path.split(" "))
                        .map(words -> "`%s` %s %s".formatted(words[0], words[4], words[2]))
                        .toList());
    }

    @Test
    void theSearchHasAsManyEventsAsItIsSaidToHave() {
        int byCommand = page.setByCommand("simulation.events");

        assertThat(page.table("| start |").stream().map(row -> row.get(1) + " " + row.get(2)))
                .containsExactlyElementsOf(Stream.of(StartPosition.values())
                        .map(start ->
                                start.events(ExhaustiveSearchTest.EVENTS_OF_THE_BUILD) + " " + start.events(byCommand))
                        .toList());
    }

    @Test
    void theBuildPlaysAsManySchedulesAsItIsSaidTo() {
        String schedules = String.format(Locale.ROOT, "# %,d schedules", SimulationTest.SCHEDULES_OF_THE_BUILD);
        assertThat(page.lines()).anyMatch(line -> line.startsWith(schedules));
    }

    private static String[] names(Enum<?>[] constants) {
        return Stream.of(constants).map(Enum::name).toArray(String[]::new);
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map(name -> name.group(1)).toList();
    }
}
