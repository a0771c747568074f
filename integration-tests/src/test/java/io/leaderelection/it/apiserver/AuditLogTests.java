package io.leaderelection.it.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@RealApiServer
class AuditLogTests {

    @Test
    void countsTheRequestsOfOneAccountInAnInterval(ApiServer server) {
        try (TestNamespace namespace = server.newNamespace("audit")) {
            Account account = Account.in(namespace, "counted").may(Permission.onLeases("get", "create", "update"));
            Leases leases = account.leases();
            Instant from = Instant.now();
            leases.put("one", leases.of("one", "a", 15)).ok();
            leases.get("one").ok();
            leases.get("missing");
            leases.delete("one");
            Leases.in(namespace).get("one").ok();
            Instant to = Instant.now();

            List<AuditedRequest> requests = AuditLog.of(server)
                    .requests(request -> request.user().equals(account.userName()) && request.arrivedBetween(from, to));

            assertThat(requests)
                    .extracting(AuditedRequest::verb, AuditedRequest::name, AuditedRequest::status)
                    .containsExactly(
                            tuple("update", "one", 201),
                            tuple("get", "one", 200),
                            tuple("get", "missing", 404),
                            tuple("delete", "one", 403));
            assertThat(requests).allSatisfy(request -> {
                assertThat(request.resource()).isEqualTo("leases");
                assertThat(request.namespace()).isEqualTo(namespace.name());
                assertThat(request.userAgent()).isEqualTo("leader-election-test");
            });
        }
    }
}
