package io.leaderelection.it.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@RealApiServer
class LeaseHistoryTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void tellsEveryStateOfOneLeaseInOrder(ApiServer server) throws Exception {
        try (TestNamespace namespace = server.newNamespace("history");
                LeaseHistory history = Leases.in(namespace).history("one")) {
            Leases leases = Leases.in(namespace);
            leases.put("other", leases.of("other", "x", 15)).ok();
            leases.put("one", leases.of("one", "a", 15)).ok();
            leases.patch("one", "{\"spec\":{\"holderIdentity\":\"b\"}}").ok();
            leases.patch("one", "{\"spec\":{\"holderIdentity\":null}}").ok();
            leases.delete("one").ok();

            history.await(entry -> entry.type().equals("DELETED"), SOON);

            assertThat(history.entries())
                    .extracting(LeaseHistory.Entry::type, LeaseHistory.Entry::holder)
                    .containsExactly(
                            tuple("ADDED", "a"), tuple("MODIFIED", "b"), tuple("MODIFIED", ""), tuple("DELETED", ""));
            assertThat(history.entries()).extracting(LeaseHistory.Entry::nanos).isSorted();
        }
    }
}
