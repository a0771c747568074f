package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.node.PlannedEventsTable.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/recovery.md} tells what the runs in {@code docs/planned-events.csv} were like. After a measurement, this
 * writes the table anew, from the root of the project:
 *
 * <pre>mvn -pl integration-tests -am test -Dtest=PlannedEventsTableTests -Delection.docs=write -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class PlannedEventsTableTests {

    @Test
    void thePageTellsOfTheRuns() throws IOException {
        String page = PlannedEventsTable.page();
        if ("write".equals(System.getProperty("election.docs"))) {
            Files.writeString(PlannedEventsTable.PAGE, page);
        }
        assertThat(Files.readString(PlannedEventsTable.PAGE))
                .as("docs/recovery.md; see the comment of this class for how to write it anew")
                .isEqualTo(page);
    }

    @Test
    void eachRunIsOfAnEventThatIsKnown() {
        assertThat(PlannedEventsTable.runs())
                .extracting(Run::event)
                .isSubsetOf(Arrays.stream(PlannedEvent.values()).map(Enum::name).toList());
    }

    @Test
    void aRowTellsCountsMediansAndExtremes() {
        String table = PlannedEventsTable.table(List.of(
                new Run("DRAIN", 1, 40.4, false, 3.2),
                new Run("DRAIN", 2, 90.6, false, 9.7),
                new Run("DRAIN", 1, 50.5, false, 5),
                new Run("SCALE_UP", 0, 0, true, 5)));

        assertThat(table)
                .endsWith("| " + PlannedEvent.DRAIN.title() + " | 3 | 1 in 2, 2 in 1 | 40 | 51 | 91 | 3 to 10 |\n"
                        + "| " + PlannedEvent.SCALE_UP.title() + " | 1 | 0 | 0 | 0 | 0 | 5 to 5 |\n");
    }
}
