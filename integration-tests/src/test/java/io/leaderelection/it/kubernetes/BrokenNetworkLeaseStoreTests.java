package io.leaderelection.it.kubernetes;

import io.leaderelection.it.proxy.Fault;
import io.leaderelection.it.proxy.HttpFaultProxy;
import io.leaderelection.it.proxy.ProxiedRequest;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.LeaseStoreContract;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.Stranger;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The contract on a real API server behind a network that loses answers and breaks watches. */
@RealApiServer
class BrokenNetworkLeaseStoreTests extends LeaseStoreContract {

    private final HttpFaultProxy proxy;
    private final RealStore store;

    BrokenNetworkLeaseStoreTests(ApiServer server) {
        proxy = HttpFaultProxy.to(server);
        store = RealStore.at(server, proxy.url());
    }

    @Override
    protected LeaseStore open() {
        return store.open();
    }

    @Override
    protected Stranger stranger() {
        return store;
    }

    @Override
    protected boolean interruptWatches() {
        proxy.injectOnce(ProxiedRequest::isWatch, Fault.answer(503, Map.of()));
        proxy.network().resetConnections();
        shakeOffDeadConnections();
        return true;
    }

    /** The store has one kept for its next request, which would fail, as it should, and is not what is tested here. */
    private void shakeOffDeadConnections() {
        LeaseStore reader = view();
        Answer answer = read(reader);
        for (int attempt = 0; attempt < 5 && answer instanceof StoreFailure; attempt++) {
            answer = read(reader);
        }
    }

    @Override
    protected boolean loseNextAnswer() {
        proxy.injectOnce(ProxiedRequest::isWrite, Fault.cutBeforeAnswer());
        return true;
    }

    @AfterEach
    void close() {
        store.close();
        proxy.close();
    }
}
