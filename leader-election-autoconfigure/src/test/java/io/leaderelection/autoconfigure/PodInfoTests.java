package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PodInfoTests {

    private static final String CLAIMS = """
            {"kubernetes.io":{"namespace":"shop","pod":{"name":"shop-7d4f-x2x","uid":"0c5e"}},"sub":"system:serviceaccount:shop:default"}
            """;

    @TempDir
    Path serviceAccount;

    @Test
    void outsideOfAPodThereIsOnlyAHost() {
        PodInfo facts = facts(Map.of("HOSTNAME", "laptop"));

        assertThat(facts.isPod()).isFalse();
        assertThat(facts.hasServiceAccount()).isFalse();
        assertThat(facts.podName()).isEmpty();
        assertThat(facts.podUid()).isEmpty();
        assertThat(facts.namespace()).isEmpty();
        assertThat(facts.host()).isEqualTo("laptop");
    }

    @Test
    void aHostWithoutVariableHasANameToo() {
        assertThat(facts(Map.of()).host()).isNotBlank();
    }

    @Test
    void theDownwardApiComesFirst() throws IOException {
        token(jwt(CLAIMS));
        PodInfo facts =
                facts(Map.of("POD_NAME", "named", "POD_UID", "uid", "POD_NAMESPACE", "space", "HOSTNAME", "node"));

        assertThat(facts.podName()).contains("named");
        assertThat(facts.podUid()).contains("uid");
        assertThat(facts.namespace()).contains("space");
    }

    @Test
    void theBoundTokenTellsThePodBeforeTheHostNameDoes(CapturedOutput output) throws IOException {
        String jwt = jwt(CLAIMS);
        token(jwt);
        Files.writeString(serviceAccount.resolve("namespace"), "shop\n");
        PodInfo facts = facts(Map.of("HOSTNAME", "node-1"));

        assertThat(facts.isPod()).isTrue();
        assertThat(facts.podName()).contains("shop-7d4f-x2x");
        assertThat(facts.podUid()).contains("0c5e");
        assertThat(facts.namespace()).contains("shop");
        assertThat(output).doesNotContain(jwt);
    }

    @Test
    void aBlankVariableIsNoVariable() throws IOException {
        token(jwt(CLAIMS));

        assertThat(facts(Map.of("POD_NAME", " ")).podName()).contains("shop-7d4f-x2x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no-token",
                "a.!!!.c",
                "a.W10.c", // a JSON list
                "a.e30.c", // no claims
                "a.eyJrdWJlcm5ldGVzLmlvIjp7InBvZCI6eyJuYW1lIjo3fX19.c" // a name that is a number
            })
    void aTokenThatTellsNothingLeavesTheHostName(String token) throws IOException {
        token(token);

        assertThat(facts(Map.of("HOSTNAME", "shop-0")).podName()).contains("shop-0");
        assertThat(facts(Map.of()).podUid()).isEmpty();
    }

    @Test
    void thePlatformsVariableAloneMakesAPod() {
        PodInfo facts = facts(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "HOSTNAME", "shop-0"));

        assertThat(facts.isPod()).isTrue();
        assertThat(facts.hasServiceAccount()).isFalse();
        assertThat(facts.podName()).contains("shop-0");
    }

    @Test
    void theRevisionIsTheHashOfThePodsTemplateWhereTheDownwardApiTellsIt() throws IOException {
        assertThat(facts(Map.of()).revision()).isEmpty();
        Path labels = serviceAccount.resolve("labels");
        Files.writeString(
                labels, "app=\"shop\"\npod-template-hash=\"7d9c5b8f4d\"\nnote=\"pod-template-hash=\\\"x\\\"\"");

        assertThat(facts(Map.of()).revision()).contains("7d9c5b8f4d");
        assertThat(facts(Map.of("POD_TEMPLATE_HASH", "5f6f2a1d8c")).revision()).contains("5f6f2a1d8c");
        Files.writeString(labels, "app=\"shop\"");
        assertThat(facts(Map.of("POD_TEMPLATE_HASH", " ")).revision()).isEmpty();
    }

    private void token(String token) throws IOException {
        Files.writeString(serviceAccount.resolve("token"), token);
    }

    private PodInfo facts(Map<String, String> variables) {
        return new PodInfo(variables, serviceAccount, serviceAccount.resolve("labels"));
    }

    static String jwt(String claims) {
        return part("{\"alg\":\"none\"}") + "." + part(claims) + "." + part("signature");
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
