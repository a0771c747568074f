package io.leaderelection.it.kubernetes;

import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.LeaseStoreContract;
import io.leaderelection.lock.Stranger;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import org.junit.jupiter.api.AfterEach;

/** The contract on a real API server, over TLS and HTTP/2, with a Role that is limited to the name of the Lease. */
@RealApiServer
class KubernetesLeaseStoreTests extends LeaseStoreContract {

    private final RealStore store;

    KubernetesLeaseStoreTests(ApiServer server) {
        store = RealStore.at(server, server.url());
    }

    @Override
    protected LeaseStore open() {
        return store.open();
    }

    @Override
    protected Stranger stranger() {
        return store;
    }

    @AfterEach
    void close() {
        store.close();
    }
}
