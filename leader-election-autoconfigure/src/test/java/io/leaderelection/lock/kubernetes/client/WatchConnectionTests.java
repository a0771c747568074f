package io.leaderelection.lock.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.lock.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchConnectionTests {

    private final LeaseApiStub stub = new LeaseApiStub();
    private final LeaseApi api = new LeaseApi(stub.client(), Runnable::run);
    private final WatchConnection connection = new WatchConnection(api, Resource.lease(TestTimings.LEASE));

    @AfterEach
    void stop() {
        api.close();
        stub.close();
    }

    @Test
    void closingTheApiClosesUnusedConnectionsOfBothKinds() throws Exception {
        api.call(api.requests().get(TestTimings.LEASE), Reply.PATIENCE)
                .execute()
                .close();
        connection.list(Reply.PATIENCE);
        stub.awaitConnections(2);
        api.close();

        stub.awaitConnections(0);
    }

    @Test
    void anInterruptEndsAPauseToo() throws Exception {
        Thread waiting = new Thread(() -> connection.pause(Duration.ofHours(1)));
        waiting.start();
        waiting.interrupt();

        waiting.join(Reply.PATIENCE.toMillis());
        assertThat(connection.isCancelled()).isTrue();
    }
}
