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
        PodInfo pod = pod(Map.of("HOSTNAME", "laptop"));

        assertThat(pod.isPod()).isFalse();
        assertThat(pod.serviceAccount().isMounted()).isFalse();
        assertThat(pod.podName()).isEmpty();
        assertThat(pod.podUid()).isEmpty();
        assertThat(pod.namespace()).isEmpty();
        assertThat(pod.host()).isEqualTo("laptop");
    }

    @Test
    void aHostWithoutVariableHasANameToo() {
        assertThat(pod(Map.of()).host()).isNotBlank();
    }

    @Test
    void theDownwardApiComesFirst() throws IOException {
        token(jwt(CLAIMS));
        PodInfo pod = pod(Map.of("POD_NAME", "named", "POD_UID", "uid", "POD_NAMESPACE", "space", "HOSTNAME", "node"));

        assertThat(pod.podName()).contains("named");
        assertThat(pod.podUid()).contains("uid");
        assertThat(pod.namespace()).contains("space");
    }

    @Test
    void theBoundTokenTellsThePodBeforeTheHostNameDoes(CapturedOutput output) throws IOException {
        String jwt = jwt(CLAIMS);
        token(jwt);
        Files.writeString(serviceAccount.resolve("namespace"), "shop\n");
        PodInfo pod = pod(Map.of("HOSTNAME", "node-1"));

        assertThat(pod.isPod()).isTrue();
        assertThat(pod.podName()).contains("shop-7d4f-x2x");
        assertThat(pod.podUid()).contains("0c5e");
        assertThat(pod.namespace()).contains("shop");
        assertThat(output).doesNotContain(jwt);
    }

    @Test
    void aBlankVariableIsNoVariable() throws IOException {
        token(jwt(CLAIMS));

        assertThat(pod(Map.of("POD_NAME", " ")).podName()).contains("shop-7d4f-x2x");
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

        assertThat(pod(Map.of("HOSTNAME", "shop-0")).podName()).contains("shop-0");
        assertThat(pod(Map.of()).podUid()).isEmpty();
    }

    @Test
    void aBlankVariableOfThePlatformMakesNoPod() {
        assertThat(pod(Map.of("KUBERNETES_SERVICE_HOST", " ")).isPod()).isFalse();
    }

    @Test
    void thePlatformsVariableAloneMakesAPod() {
        PodInfo pod = pod(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "HOSTNAME", "shop-0"));

        assertThat(pod.isPod()).isTrue();
        assertThat(pod.serviceAccount().isMounted()).isFalse();
        assertThat(pod.podName()).contains("shop-0");
    }

    @Test
    void theRevisionIsTheHashOfThePodsTemplateWhereTheDownwardApiTellsIt() throws IOException {
        assertThat(pod(Map.of()).revision()).isEmpty();
        Path labels = serviceAccount.resolve("labels");
        Files.writeString(
                labels, "app=\"shop\"\npod-template-hash=\"7d9c5b8f4d\"\nnote=\"pod-template-hash=\\\"x\\\"\"");

        assertThat(pod(Map.of()).revision()).contains("7d9c5b8f4d");
        assertThat(pod(Map.of("POD_TEMPLATE_HASH", "5f6f2a1d8c")).revision()).contains("5f6f2a1d8c");
        Files.writeString(labels, "app=\"shop\"");
        assertThat(pod(Map.of("POD_TEMPLATE_HASH", " ")).revision()).isEmpty();
    }

    private void token(String token) throws IOException {
        Files.writeString(serviceAccount.resolve("token"), token);
    }

    private PodInfo pod(Map<String, String> variables) {
        return new PodInfo(variables, PodInfo.mounted(serviceAccount), serviceAccount.resolve("labels"));
    }

    static String jwt(String claims) {
        return part("{\"alg\":\"none\"}") + "." + part(claims) + "." + part("signature");
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
