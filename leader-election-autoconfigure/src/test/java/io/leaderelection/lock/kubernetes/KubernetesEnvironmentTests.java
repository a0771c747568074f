package io.leaderelection.lock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Reply;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseApiStub;
import io.leaderelection.lock.kubernetes.client.LeaseLabels;
import io.leaderelection.lock.kubernetes.client.TestAccount;
import io.leaderelection.lock.kubernetes.client.TestTimings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesEnvironmentTests {

    /** A self-signed certificate made for this test; its key was thrown away. */
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBdDCCARugAwIBAgIUEGhkkXw1YOXemFXifgjR4vNXN0IwCgYIKoZIzj0EAwIw
            DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjEwNjM0MDdaGA8yMTI2MTAyODA2MzQw
            N1owDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJvJ
            eryqtK1YoWhokuE8tPkd16AcEnsgKEVxNPdb0sOBDS6p5fnEbq49G+FtClujxUt6
            nGYoFyN6VPBfSLXT5BOjUzBRMB0GA1UdDgQWBBQAz5DDQQ0K0CSbq3DyViNNYf5G
            +DAfBgNVHSMEGDAWgBQAz5DDQQ0K0CSbq3DyViNNYf5G+DAPBgNVHRMBAf8EBTAD
            AQH/MAoGCCqGSM49BAMCA0cAMEQCIDwmD2RaY87fpCVo0H7yWWYGinpCqXerXLNx
            j8u5bkcIAiBHuj76DVYRtn4t1u2RCfIyoI1VLHRQEPmgUm7m4YWC3w==
            -----END CERTIFICATE-----
            """;

    @TempDir
    private Path folder;

    private Path serviceAccount;
    private Path home;
    private final Map<String, String> variables = new HashMap<>();

    @BeforeEach
    void makeFolders() throws IOException {
        serviceAccount = Files.createDirectory(folder.resolve("serviceaccount"));
        home = Files.createDirectory(folder.resolve("home"));
    }

    // --- in a pod

    @ParameterizedTest
    @CsvSource({"10.96.0.1, https://10.96.0.1:443", "fd00::1, https://[fd00::1]:443"})
    void inAPodTheServiceAccountCounts(String host, String address) throws IOException {
        mountServiceAccount();
        variables.putAll(Map.of("KUBERNETES_SERVICE_HOST", host, "KUBERNETES_SERVICE_PORT", "443"));
        writeKubeConfig(home.resolve(".kube/config"), "https://elsewhere", "elsewhere");

        assertThat(environment().hasServiceAccount()).isTrue();
        assertThat(environment().namespace()).isEqualTo("shop");
        assertThat(environment().client().getBasePath()).isEqualTo(address);
    }

    @Test
    void aTokenWithoutAnAddressIsRefused() throws IOException {
        mountServiceAccount();

        assertThatIllegalStateException()
                .isThrownBy(() -> environment().client())
                .withMessageContainingAll(
                        serviceAccount.toString(), "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT");
    }

    @Test
    void aServiceAccountWithoutCertificatesIsRefused() throws IOException {
        mountServiceAccount();
        Files.delete(serviceAccount.resolve("ca.crt"));
        variables.putAll(Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1", "KUBERNETES_SERVICE_PORT", "443"));

        assertThatIllegalStateException()
                .isThrownBy(() -> environment().client())
                .withMessageContainingAll(serviceAccount.toString(), "NoSuchFileException");
    }

    @Test
    void aPodWithoutATokenHasNoServiceAccount() {
        variables.put("KUBERNETES_SERVICE_HOST", "10.96.0.1");

        assertThat(environment().hasServiceAccount()).isFalse();
    }

    // --- elsewhere

    @Test
    void theKubeConfigAtHomeCounts() throws IOException {
        writeKubeConfig(home.resolve(".kube/config"), "https://at-home:6443", "dev");

        assertThat(environment().client().getBasePath()).isEqualTo("https://at-home:6443");
        assertThat(environment().namespace()).isEqualTo("dev");
    }

    @Test
    void theFirstExistingFileOfKubeconfigCountsMore() throws IOException {
        writeKubeConfig(home.resolve(".kube/config"), "https://at-home:6443", "dev");
        Path named = folder.resolve("named");
        writeKubeConfig(named, "https://named:6443", "");
        variables.put(
                "KUBECONFIG",
                String.join(File.pathSeparator, folder.resolve("missing").toString(), named.toString()));

        assertThat(environment().client().getBasePath()).isEqualTo("https://named:6443");
        assertThat(environment().namespace()).as("its context names none").isEqualTo("default");
    }

    @Test
    void credentialsOfTheKubeConfigAreSent() throws IOException {
        try (LeaseApiStub stub = new LeaseApiStub()) {
            writeKubeConfig(home.resolve(".kube/config"), stub.url(), "dev");
            ExecutorService executor = Executors.newSingleThreadExecutor();
            LeaseApi api = new LeaseApi(environment().client(), executor);
            KubernetesLeaseStore store = new KubernetesLeaseStore(api, TestTimings.LEASE, LeaseLabels.NONE);
            Reply reply = Reply.to(answer -> store.create(LeaseRecord.VACANT, Reply.PATIENCE, answer));

            assertThat(reply.await(Reply.PATIENCE)).isInstanceOf(Answer.Written.class);
            assertThat(stub.requests("put").get(0).headers()).containsEntry("authorization", "Bearer s3cr3t-token");
            api.close();
            executor.shutdownNow();
        }
    }

    @Test
    void nothingAtAllIsRefusedWithAFix() {
        assertThatIllegalStateException()
                .isThrownBy(() -> environment().client())
                .withMessage(
                        "No cluster is configured: there is no service account token in %s, KUBECONFIG is not set, and %s does not exist. Mount a service account token into the pod, set KUBECONFIG, define an ApiClient bean, or choose another store, for example leader.election.backend=file."
                                .formatted(serviceAccount, home.resolve(".kube/config")));
        assertThatIllegalStateException()
                .isThrownBy(() -> environment().namespace())
                .withMessageEndingWith("Set leader.election.kubernetes.namespace to the namespace of the Lease.");
    }

    @Test
    void aKubeconfigVariableThatNamesNothingIsRefused() throws IOException {
        writeKubeConfig(home.resolve(".kube/config"), "https://at-home:6443", "dev");
        variables.put("KUBECONFIG", "/no/such\nfile");

        assertThatIllegalStateException()
                .isThrownBy(() -> environment().client())
                .withMessage("KUBECONFIG is '/no/such\\u000afile', but no such file exists. Correct or unset it.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "token: s3cr3t-token: oops",
                "[s3cr3t-token]",
                "s3cr3t-token",
                "users: s3cr3t-token",
                "current-context: gone\ncontexts: []\nclusters: []\nusers: [{name: s3cr3t-token}]",
                "current-context: a\ncontexts: [{name: a, context: {cluster: b, user: c}}]\nclusters: [{name: b, cluster: {server: 'https://x', certificate-authority-data: s3cr3t-token}}]\nusers: []",
            })
    void aKubeConfigThatCannotBeUsedIsNamedButNeverQuoted(String text) throws IOException {
        Path file = home.resolve(".kube/config");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);

        assertThatIllegalStateException()
                .isThrownBy(() -> environment().client())
                .withMessageStartingWith("The kubeconfig " + file + " cannot be used: ")
                .withMessageEndingWith("Mend it, set KUBECONFIG to another one, or define an ApiClient bean.")
                .withMessageNotContaining("s3cr3t")
                .withNoCause();
    }

    // --- client-java's last resort

    @Test
    void aClientThatClientJavaMadeUpIsRefused() {
        ApiClient madeUp = new ClientBuilder().build();

        assertThatIllegalStateException()
                .isThrownBy(() -> environment().refuseLastResort(madeUp))
                .withMessageContainingAll(
                        "http://localhost:8080", "No cluster is configured", "KUBECONFIG", "http://127.0.0.1:8080");
    }

    @Test
    void aClientThatIsConfiguredIsNot() throws IOException {
        assertThatCode(() -> environment().refuseLastResort(new ApiClient().setBasePath("http://127.0.0.1:8080")))
                .doesNotThrowAnyException();
        writeKubeConfig(home.resolve(".kube/config"), "http://localhost:8080", "dev");
        assertThatCode(() -> environment().refuseLastResort(environment().client()))
                .doesNotThrowAnyException();
    }

    private KubernetesEnvironment environment() {
        return new KubernetesEnvironment(TestAccount.in(serviceAccount), variables, home);
    }

    private void mountServiceAccount() throws IOException {
        Files.writeString(serviceAccount.resolve("token"), "pod-token");
        Files.writeString(serviceAccount.resolve("namespace"), "shop\n");
        Files.writeString(serviceAccount.resolve("ca.crt"), CERTIFICATE);
    }

    private static void writeKubeConfig(Path file, String server, String namespace) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts:
                - name: here
                  context: {cluster: c, user: u%s}
                clusters:
                - name: c
                  cluster: {server: '%s'}
                users:
                - name: u
                  user: {token: s3cr3t-token}
                """.formatted(namespace.isEmpty() ? "" : ", namespace: " + namespace, server));
    }
}
