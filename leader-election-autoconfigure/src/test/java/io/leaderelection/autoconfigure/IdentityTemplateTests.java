package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leaderelection.elector.Randomness;
import io.leaderelection.elector.system.SystemRandomness;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class IdentityTemplateTests {

    private static final Map<String, String> POD = Map.of(
            "KUBERNETES_SERVICE_HOST", "10.0.0.1",
            "POD_NAME", "shop-7d4f-x2x",
            "POD_UID", "0c5e",
            "POD_NAMESPACE", "sales",
            "HOSTNAME", "node-1");

    @TempDir
    Path noServiceAccount;

    private final Randomness randomness = new SystemRandomness();

    @Test
    void inAPodTheDefaultIsThePodsName() {
        assertThat(identity(null, POD)).isEqualTo("shop-7d4f-x2x");
        assertThat(identity(" ", POD)).isEqualTo("shop-7d4f-x2x");
    }

    @Test
    void elsewhereTheDefaultIsTheHostAndARandomPart() {
        assertThat(identity(null, Map.of("HOSTNAME", "laptop"))).matches("laptop-[0-9a-z]{8}");
    }

    @Test
    void aPodNameAloneMakesNoPod() {
        assertThat(identity(null, Map.of("POD_NAME", "left over", "HOSTNAME", "laptop")))
                .startsWith("laptop-");
    }

    @Test
    void aPodThatDoesNotKnowItsNameUsesTheHost() {
        String identity = identity(null, Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1"));

        assertThat(identity).matches(".+-[0-9a-z]{8}");
    }

    @ParameterizedTest
    @CsvSource({
        "anything goes,anything goes",
        "{pod},shop-7d4f-x2x",
        "{pod-uid},0c5e",
        "{namespace}/{pod},sales/shop-7d4f-x2x",
        "{host},node-1",
        "blue_{pod}_$1,blue_shop-7d4f-x2x_$1",
        "{\"json\": 1},{\"json\": 1}"
    })
    void placeholdersAreFilledIn(String template, String expected) {
        assertThat(identity(template, POD)).isEqualTo(expected);
    }

    @Test
    void theRandomPartIsTheSameForAllElectionsOfOneProcessAndNoOther() {
        IdentityTemplate one = template(POD);

        assertThat(one.identity("{random}", "a")).isEqualTo(one.identity("{random}", "b"));
        assertThat(one.identity("{random}", "a")).isNotEqualTo(template(POD).identity("{random}", "a"));
    }

    @Test
    void anUnknownPlaceholderIsRefused() {
        FailureAnalysis analysis = refused("{pood}", POD);

        assertThat(analysis.getDescription())
                .isEqualTo("leader.election.identity is '{pood}', but there is no placeholder {pood}");
        assertThat(analysis.getAction())
                .isEqualTo("Use {pod}, {pod-uid}, {namespace}, {host} or {random}, or plain text.");
    }

    @Test
    void aPlaceholderWithoutValueIsRefused() {
        FailureAnalysis analysis = refused("{namespace}/{host}", Map.of("HOSTNAME", "laptop"));

        assertThat(analysis.getDescription())
                .isEqualTo("leader.election.identity is '{namespace}/{host}', but {namespace} is not known here");
        assertThat(analysis.getAction()).contains("POD_NAMESPACE").contains("downward API");
    }

    private FailureAnalysis refused(String template, Map<String, String> variables) {
        return catchThrowableOfType(InvalidElectionException.class, () -> identity(template, variables))
                .analysis();
    }

    private String identity(@Nullable String template, Map<String, String> variables) {
        return template(variables).identity(template, "leader.election");
    }

    private IdentityTemplate template(Map<String, String> variables) {
        return new IdentityTemplate(new PodInfo(variables, PodInfo.mounted(noServiceAccount)), randomness);
    }
}
