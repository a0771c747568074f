package io.leaderelection.lock.kubernetes.death;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaderelection.lock.kubernetes.client.TestAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process leaves behind, and where it learns where it is. */
class TerminationMessageTests {

    private static final String CLAIMS =
            "{\"kubernetes.io\":{\"namespace\":\"shop\",\"pod\":{\"name\":\"billing-a\",\"uid\":\"uid-of-a\"}}}";

    @TempDir
    private Path folder;

    private Path token;
    private Path mountInfo;
    private Path log;
    private TerminationMessage testament;

    @BeforeEach
    void isInAPod() throws IOException {
        token = folder.resolve("token");
        mountInfo = folder.resolve("mountinfo");
        log = Files.createFile(folder.resolve("termination log"));
        testament = new TerminationMessage(TestAccount.in(folder), mountInfo);
        bind(CLAIMS);
        mount("/var/lib/kubelet/pods/uid-of-a/containers/app/1b2c3d4e");
    }

    @Test
    void oneLineIsLeftHoweverOftenTheLeaseIsTaken() throws IOException {
        assertThat(testament.leave("p-a", "shop", false)).contains(TestPod.HOLDER);
        assertThat(testament.leave("p-a", "shop", true)).contains(TestPod.HOLDER);

        assertThat(log).hasContent("leader-election p-a\n");
        assertThat(testament.isOf("p-a")).isTrue();
        assertThat(testament.isOf("p-b")).isFalse();
    }

    @Test
    void itIsALineOfItsOwnWhateverWasWrittenBefore() throws IOException {
        Files.writeString(log, "by somebody else");
        testament.leave("p-a", "shop", false);
        testament.leave("p-b", "shop", false);

        assertThat(Files.readAllLines(log)).contains("leader-election p-a", "leader-election p-b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pods/uid-of-a/containers/app/0", "/@/kubelet/pods/uid-of-a/containers/app/ffffffff"})
    void theKubeletsDirectoryMayBeAnywhere(String root) throws IOException {
        mount(root);

        assertThat(testament.leave("p-a", "shop", false)).contains(TestPod.HOLDER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/lib/kubelet/pods/uid-of-b/containers/app/1b2c3d4e",
                "/var/lib/kubelet/pods/uid-of-a/containers/app/1b2c3d4e//deleted",
                "/var/lib/kubelet/pods/uid-of-a/volumes/app/1b2c3d4e",
                "/var/lib/kubelet/pods/uid-of-a/etc-hosts",
                "/"
            })
    void nothingIsLeftOrClaimedWhereTheContainerIsNotKnown(String root) throws IOException {
        mount(root);

        assertNothing();
    }

    @Test
    void nothingIsLeftOrClaimedWhereTwoContainersAreInQuestion() throws IOException {
        String line = Files.readString(mountInfo);
        Files.writeString(mountInfo, line + line.replace("/app/", "/sidecar/"));

        assertNothing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kubernetes.io\":{\"namespace\":\"shop\",\"serviceaccount\":{\"name\":\"billing\"}}}",
                "{\"kubernetes.io\":{\"namespace\":\"shop\",\"pod\":{\"name\":\"billing-a\"}}}",
                "{\"kubernetes.io\":{\"namespace\":\"shop\",\"pod\":{\"name\":\"Billing,A\",\"uid\":\"uid-of-a\"}}}",
                "no json"
            })
    void nothingIsLeftOrClaimedWithoutABoundToken(String claims) throws IOException {
        bind(claims);

        assertNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b", "a.%%%.c", "..."})
    void nothingIsLeftOrClaimedWithSomethingThatIsNoToken(String text) throws IOException {
        Files.writeString(token, text);

        assertNothing();
    }

    @Test
    void nothingIsClaimedOutsideOfAPod() throws IOException {
        Files.delete(token);
        assertNothing();
        bind(CLAIMS);
        Files.delete(mountInfo);
        assertThat(new TerminationMessage(TestAccount.in(folder), mountInfo).leave("p-a", "shop", true))
                .isEmpty();
    }

    @Test
    void nothingIsClaimedWhereTheLogCannotBeWritten() throws IOException {
        Files.delete(log);

        assertThat(testament.leave("p-a", "shop", true)).isEmpty();
        assertThat(log).doesNotExist();
    }

    @Test
    void nothingIsClaimedForALeaseInAnotherNamespace() {
        assertThat(testament.leave("p-a", "elsewhere", false)).isEmpty();
    }

    @Test
    void noReasonQuotesTheToken() throws IOException {
        Files.writeString(token, "s3cr3t.s3cr3t.s3cr3t");

        assertThatExceptionOfType(CurrentContainer.Unknown.class)
                .isThrownBy(() -> CurrentContainer.find(TestAccount.in(folder), mountInfo))
                .satisfies(unknown -> assertThat(unknown.getMessage()).doesNotContain("s3cr3t"));
    }

    private void assertNothing() throws IOException {
        assertThat(testament.leave("p-a", "shop", false)).isEmpty();
        assertThat(log).isEmptyFile();
    }

    private void bind(String claims) throws IOException {
        String payload =
                Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        Files.writeString(token, "header." + payload + ".signature");
    }

    private void mount(String root) throws IOException {
        String point = log.toString().replace(" ", "\\040");
        Files.writeString(mountInfo, """
                700 600 0:45 / / rw,relatime master:1 - overlay overlay rw
                705 700 8:1 /var/lib/kubelet/pods/uid-of-a/etc-hosts /etc/hosts rw,relatime - ext4 /dev/sda1 rw
                710 700 8:1 %s %s rw,relatime - ext4 /dev/sda1 rw
                """.formatted(root, point));
    }
}
