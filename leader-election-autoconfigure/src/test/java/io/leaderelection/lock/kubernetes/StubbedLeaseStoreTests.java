package io.leaderelection.lock.kubernetes;

import com.google.gson.JsonObject;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.LeaseStoreContract;
import io.leaderelection.lock.Stranger;
import io.leaderelection.lock.kubernetes.client.Json;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseApiStub;
import io.leaderelection.lock.kubernetes.client.LeaseLabels;
import io.leaderelection.lock.kubernetes.client.StubFault;
import io.leaderelection.lock.kubernetes.client.TestTimings;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** The contract, over real HTTP to an API server in this process. */
class StubbedLeaseStoreTests extends LeaseStoreContract {

    private final LeaseApiStub stub = new LeaseApiStub();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final LeaseApi api = TestTimings.api(stub.client(), executor);

    @Override
    protected LeaseStore open() {
        return new KubernetesLeaseStore(api, TestTimings.LEASE, new LeaseLabels(Map.of("team", "billing")));
    }

    @Override
    protected boolean interruptWatches() {
        stub.fault("watch", StubFault.status(503, "ServiceUnavailable", "starting"));
        stub.cutWatches();
        return true;
    }

    @Override
    protected boolean loseNextAnswer() {
        stub.fault("put", new StubFault.Cut(true));
        return true;
    }

    @Override
    protected Stranger stranger() {
        return new Stranger() {
            @Override
            public boolean overwrite(LeaseRecord record) {
                stub.edit("shop", "billing", lease -> written(lease, record));
                return true;
            }

            @Override
            public void delete() {
                stub.delete("shop", "billing");
            }

            @Override
            public boolean leaveNote(String text) {
                stub.edit("shop", "billing", lease -> noted(lease, text));
                return true;
            }

            @Override
            public Optional<String> note() {
                JsonObject lease = Objects.requireNonNull(stub.lease("shop", "billing"));
                JsonObject annotations = Json.object(Json.object(lease, "metadata"), "annotations");
                return Optional.ofNullable(Json.text(annotations, "note"));
            }
        };
    }

    @AfterEach
    void stop() {
        api.close();
        executor.shutdownNow();
        stub.close();
    }

    private static JsonObject noted(JsonObject lease, String text) {
        Json.made(Json.made(lease, "metadata"), "annotations").addProperty("note", text);
        return lease;
    }

    /** The record as our own codec writes it, in place of what was there. */
    private static JsonObject written(JsonObject lease, LeaseRecord record) {
        JsonObject ours = LeaseJson.created(TestTimings.LEASE, record, LeaseLabels.NONE);
        lease.add("spec", ours.get("spec"));
        Json.made(lease, "metadata").add("annotations", Json.object(Json.object(ours, "metadata"), "annotations"));
        return lease;
    }
}
