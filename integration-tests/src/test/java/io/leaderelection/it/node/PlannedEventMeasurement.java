package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The runs behind the table of {@code docs/recovery.md}, one line each in {@code docs/planned-events.csv}. It judges safety,
 * and that the leader changes as often as it must and no more. How soon, the table tells.
 */
@RealNode
@EnabledIfSystemProperty(named = "measure", matches = "true")
class PlannedEventMeasurement {

    private static final int RUNS = Integer.getInteger("measure.runs", 20);

    private final Node node;

    PlannedEventMeasurement(Node node) {
        this.node = node;
    }

    /** Each run is written as soon as it is over, behind those of earlier measurements. */
    @ParameterizedTest
    @EnumSource
    void runs(PlannedEvent event) throws IOException {
        List<PlannedRun> results = new ArrayList<>();
        try (PodScene scene = new PodScene(node, event.manifest())) {
            for (int run = 0; run < RUNS; run++) {
                PlannedRun result = PlannedRun.of(event, scene);
                results.add(result);
                Files.writeString(PlannedEventsTable.RUNS, line(event, result), StandardOpenOption.APPEND);
            }
            scene.assertSafe();
        }
        assertThat(results)
                .as("the same pod leads where it need not change, else another one, once")
                .allMatch(result -> result.changes() == event.changes() && result.kept() == (event.changes() == 0));
    }

    private static String line(PlannedEvent event, PlannedRun run) throws IOException {
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        return "%s,%d,%.1f,%s,%s%n".formatted(event, run.changes(), run.withoutLeader() / 1e6, run.kept(), load);
    }
}
