package io.leaderelection.it.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.NoSecretInLogs;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Properties;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.Extension;

@RealApiServer
class AccountTests {

    private final TestNamespace namespace;

    AccountTests(ApiServer server) {
        namespace = server.newNamespace("accounts");
    }

    @AfterEach
    void deleteNamespace() {
        namespace.close();
    }

    /** Its token is looked for in all that the tests of this module write: that extension must be in force. */
    @Test
    void tokensAreLookedForInAllLogs() throws IOException {
        Properties junit = new Properties();
        try (InputStream settings = getClass().getResourceAsStream("/junit-platform.properties")) {
            junit.load(settings);
        }
        assertThat(junit).containsEntry("junit.jupiter.extensions.autodetection.enabled", "true");
        assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(NoSecretInLogs.class);
    }

    @Test
    void mayNothingAtFirst() {
        assertThat(Account.in(namespace, "fresh").leases().get("any").status()).isEqualTo(403);
    }

    @Test
    void losesAndRegainsItsRoleAtOnce() {
        Account account = Account.in(namespace, "changing").may(Permission.onLeases("get"));
        assertThat(account.leases().get("none").status()).isEqualTo(404);
        account.may();
        assertThat(account.leases().get("none").status()).isEqualTo(403);
        account.may(Permission.onLeases("get"));
        assertThat(account.leases().get("none").status()).isEqualTo(404);
    }

    @Test
    void listsOneLeaseOnlyByItsName() {
        Leases leases = Account.in(namespace, "lister")
                .may(Permission.onLease("one", "list", "watch"))
                .leases();
        assertThat(leases.list("metadata.name=one").status()).isEqualTo(200);
        assertThat(leases.list("").status()).isEqualTo(403);
    }

    @Test
    void isUnknownAfterItsDeletion() {
        Account account = Account.in(namespace, "leaving").may(Permission.onLeases("get"));
        account.delete(); // before its first request: the server would remember a good token for 10 s
        await().atMost(Duration.ofSeconds(20))
                .until(() -> account.leases().get("none").status() == 401);
    }
}
