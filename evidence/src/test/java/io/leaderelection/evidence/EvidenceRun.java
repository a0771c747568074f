package io.leaderelection.evidence;

import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The run that writes {@code docs/evidence.md} and {@code docs/performance.md}; histories stay in {@code target/histories}.
 *
 * <p>{@code -Devidence.timings=15/10/2}: lease duration, renew deadline and retry period. {@code -Devidence.rounds=10}: how
 * often each scenario is played. {@code -Devidence.idle=300}: seconds in which nothing happens. {@code
 * -Devidence.minutes=600}: no round begins later. The pages are written after each round.
 */
@Tag("evidence")
@RealApiServer(dedicated = true)
class EvidenceRun {

    private static final String TIMINGS = System.getProperty("evidence.timings", "15/10/2");
    private static final Duration IDLE = Duration.ofSeconds(Integer.getInteger("evidence.idle", 300));
    private static final int ROUNDS = Integer.getInteger("evidence.rounds", 10);
    private static final Duration LONGEST = Duration.ofMinutes(Integer.getInteger("evidence.minutes", 600));

    private final ApiServer server;

    EvidenceRun(ApiServer server) {
        this.server = server;
    }

    @Test
    void playAllScenariosAndWriteThePages() throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        Path histories = Files.createDirectories(Path.of("target", "histories").toAbsolutePath());
        try (Comparison comparison =
                new Comparison(server, List.of(Contender.values()), Timings.parse(TIMINGS), histories)) {
            List<Upkeep> upkeep = comparison.idle(IDLE);
            for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
                comparison.play(List.of(Scenario.values()));
                write(comparison, upkeep);
            }
        }
    }

    private static void write(Comparison comparison, List<Upkeep> upkeep) throws IOException {
        Map<Contender, String> versions = new EnumMap<>(Contender.class);
        List.of(Contender.values()).forEach(contender -> versions.put(contender, contender.version()));
        Results results = new Results(
                LocalDate.now().toString(),
                TIMINGS,
                IDLE.toSeconds(),
                Machine.here(),
                comparison.lowestLoad(),
                comparison.highestLoad(),
                versions,
                comparison.outcomes(),
                upkeep,
                null);
        Files.createDirectories(Pages.RESULTS);
        results.write(Pages.RAW);
        for (Map.Entry<Path, String> page : Pages.of(Results.read(Pages.RAW)).entrySet()) {
            Files.writeString(page.getKey(), page.getValue());
        }
    }
}
