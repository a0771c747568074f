package io.leaderelection.lock.kubernetes.announce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.lock.kubernetes.client.Json;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseApiStub;
import io.leaderelection.lock.kubernetes.client.StubFault;
import io.leaderelection.lock.kubernetes.client.StubRequest;
import io.leaderelection.lock.kubernetes.client.TestTimings;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class LeaseEventsTests {

    private final LeaseApiStub stub = new LeaseApiStub();
    private final LeaseApi api = TestTimings.api(stub.client(), Runnable::run);
    private final LeaseEvents events = new LeaseEvents(api, Runnable::run, TestTimings.LEASE, "billing-0");

    @AfterEach
    void stop() {
        api.close();
        stub.close();
    }

    @Test
    void anEventIsThatOfClientGosElectors() {
        stub.edit("shop", "billing", lease -> lease);
        JsonObject lease = Json.object(Objects.requireNonNull(stub.lease("shop", "billing")), "metadata");

        events.becameLeader();

        StubRequest request = stub.requests("post events").get(0);
        assertThat(request.namespace()).isEqualTo("shop");
        JsonObject event = Objects.requireNonNull(Json.parse(request.body()));
        Instant time = Instant.parse(Objects.requireNonNull(Json.text(event, "firstTimestamp")));
        assertThat(time).isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
        assertThat(time.getNano()).as("the API takes whole seconds").isZero();
        assertThat(event).isEqualTo(Json.parse("""
                {
                  "apiVersion": "v1",
                  "kind": "Event",
                  "metadata": {"generateName": "billing.", "namespace": "shop"},
                  "involvedObject": {
                    "apiVersion": "coordination.k8s.io/v1",
                    "kind": "Lease",
                    "namespace": "shop",
                    "name": "billing",
                    "uid": "%s",
                    "resourceVersion": "%s"
                  },
                  "type": "Normal",
                  "reason": "LeaderElection",
                  "message": "billing-0 became leader",
                  "firstTimestamp": "%s",
                  "lastTimestamp": "%s",
                  "count": 1,
                  "source": {"component": "leader-election"},
                  "reportingComponent": "leader-election"
                }""".formatted(
                        Json.text(lease, "uid"), Json.text(lease, "resourceVersion"), time, time)));
    }

    @Test
    void theEndOfATermIsToldToo() {
        events.stoppedLeading();

        assertThat(stub.requests("post events").get(0).body()).contains("\"billing-0 stopped leading\"");
    }

    @Test
    void aLeaseThatCannotBeReadIsNamedAllTheSame() {
        stub.fault("get", new StubFault.Cut(false));

        events.becameLeader();

        assertThat(stub.requests("post events").get(0).body())
                .contains("\"name\":\"billing\"")
                .doesNotContain("uid");
    }

    @Test
    void whoMayNotWriteEventsIsToldOnceAndNothingIsRepeated(CapturedOutput output) {
        stub.faults(
                "post events",
                StubFault.status(
                        403,
                        "Forbidden",
                        "events is forbidden: User \"system:serviceaccount:shop:billing\" cannot create resource \"events\" in API group \"\" in the namespace \"shop\""));

        events.becameLeader();
        events.stoppedLeading();

        assertThat(stub.requests("post events")).hasSize(2);
        assertThat(output)
                .containsOnlyOnce("Kubernetes events cannot be written; the election goes on without it")
                .contains("apiGroups [\"\"], resources [events], verbs [create]");
    }

    @Test
    void textOfPeopleIsEscaped() {
        new LeaseEvents(api, Runnable::run, TestTimings.LEASE, "a\nb").becameLeader();

        assertThat(Json.text(
                        Objects.requireNonNull(
                                Json.parse(stub.requests("post events").get(0).body())),
                        "message"))
                .doesNotContain("\n");
    }
}
