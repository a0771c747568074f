package io.leaderelection.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each scenario once, with a short lease, ours and client-go: ours is safe in each. Some minutes on a quiet machine: {@code mvn
 * -Pevidence -pl evidence -am verify -Dtest=ShortEvidenceTests}.
 */
@Tag("evidence")
@RealApiServer(dedicated = true)
@EnabledOnOs(OS.LINUX)
class ShortEvidenceTests {

    private final ApiServer server;

    @TempDir
    private Path directory;

    ShortEvidenceTests(ApiServer server) {
        this.server = server;
    }

    @Test
    void eachScenarioIsPlayedAndOursIsSafe() throws Exception {
        try (Comparison comparison = new Comparison(
                server, List.of(Contender.OURS, Contender.CLIENT_GO), Timings.parse("3/2/0.4"), directory)) {
            List<Upkeep> upkeep = comparison.idle(Duration.ofSeconds(5));
            comparison.play(List.of(Scenario.values()));

            assertThat(upkeep)
                    .hasSize(6)
                    .allSatisfy(each -> assertThat(each.residentMib()).isPositive());
            assertThat(comparison.outcomes()).hasSize(2 * Scenario.values().length);
            assertThat(comparison.outcomes())
                    .filteredOn(outcome -> outcome.contender() == Contender.OURS)
                    .allSatisfy(outcome -> assertThat(outcome)
                            .extracting(
                                    Outcome::answersBeside,
                                    Outcome::answersOverlap,
                                    Outcome::tokenReversals,
                                    Outcome::lateWrites)
                            .containsExactly(0L, 0L, 0L, 0L));
            assertThat(comparison.outcomes())
                    .filteredOn(outcome -> outcome.scenario() == Scenario.KILL)
                    .allSatisfy(outcome -> assertThat(outcome.takeover()).isNotNull());
        }
    }
}
