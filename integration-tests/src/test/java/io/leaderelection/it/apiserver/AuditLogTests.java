package io.leaderelection.it.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@RealApiServer
class AuditLogTests {

    @Test
    void countsTheRequestsOfOneAccountInAnInterval(ApiServer server) {
        try (TestNamespace namespace = server.newNamespace("audit")) {
            Account account = namespace.newAccount("counted").may(Permission.onLeases("get", "create", "update"));
            Leases leases = account.leases();
            Instant from = Instant.now();
            leases.put("one", leases.of("one", "a", 15)).ok();
            leases.get("one").ok();
            leases.get("missing");
            leases.delete("one");
            namespace.leases().get("one").ok();
            Instant to = Instant.now();

            List<AuditedRequest> requests = server.audit()
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
                assertThat(request.userAgent()).isEqualTo("integration-tests");
            });
        }
    }
}
