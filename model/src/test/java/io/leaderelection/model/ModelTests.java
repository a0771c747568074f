package io.leaderelection.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelTests {

    private static final Path PAGE = Path.of("..", "docs", "model.md");

    private final Model model = Model.read();
    private final Proof proof = new Proof(model);

    @Test
    void theInvariantHoldsAtFirst() {
        assertThat(proof.holdsAtFirst()).isTrue();
    }

    @Test
    void noStepBreaksTheInvariant() {
        assertThat(proof.isKeptByEachStep()).isTrue();
    }

    @Test
    void theInvariantExcludesTwoLeadersAndTokensThatFall() {
        assertThat(proof.excludesTwoLeadersAndFallingTokens()).isTrue();
    }

    @Test
    void anotherOneLeadsAfterAReleaseAndAfterADeath() {
        String handOver =
                "election[Ours] and eventually (some p: Process - Dead | leads[p] and some Shown - p.term and %s)";

        assertThat(model.find(handOver.formatted("no Dead"), 2, 4, 10)).isPresent();
        assertThat(model.find(handOver.formatted("some Dead"), 2, 4, 11)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void eachMistakeBreaksTheProof(Mistake mistake) {
        Proof broken = new Proof(mistake.in(model));

        assertThat(broken.isKeptByEachStep() && broken.excludesTwoLeadersAndFallingTokens())
                .as(mistake.what())
                .isFalse();
    }

    @Test
    void thePageTellsWhatAlloyFinds() throws IOException {
        String page = ModelPage.render(model);

        if ("write".equals(System.getProperty("model.docs"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).hasContent(page);
    }
}
