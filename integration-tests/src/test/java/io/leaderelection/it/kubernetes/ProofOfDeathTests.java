package io.leaderelection.it.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.elector.LeaseLeaderElection;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.elector.system.SystemClock;
import io.leaderelection.elector.system.SystemRandomness;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.Leases;
import io.leaderelection.it.apiserver.Permission;
import io.leaderelection.lock.AnnotationText;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Seal;
import io.leaderelection.status.Timings;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RawApi;
import io.leaderelection.test.apiserver.RealApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A standby on a real API server, beside a holder of which there is only what it has written: its record, and its Pod, to
 * which this test does what a kubelet would do.
 */
@RealApiServer
class ProofOfDeathTests implements LeadershipListener {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String POD = "billing-0";

    /** Nothing is decided by such a time. */
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private static final Timings LONG = Timings.of(Duration.ofMinutes(5), Duration.ofMinutes(3), Duration.ofSeconds(2));
    private static final Timings SHORT =
            Timings.of(Duration.ofSeconds(2), Duration.ofMillis(1_500), Duration.ofMillis(200));
    private static final Permission ON_LEASE =
            Permission.onLease(RealStore.LEASE, "get", "create", "update", "list", "watch");
    private static final Permission ON_PODS = new Permission("", "pods", List.of(), List.of("get", "list", "watch"));

    private final RealStore real;
    private final RawApi admin;
    private final String pods;
    private final LeaseStore store;
    private final ElectorThreads threads = new ElectorThreads(getClass().getClassLoader());
    private volatile long grantedNanos;

    ProofOfDeathTests(ApiServer server) {
        real = RealStore.at(server, server.url());
        admin = server.admin();
        pods = "/api/v1/namespaces/" + real.namespace().name() + "/pods";
        real.account().may(ON_LEASE, ON_PODS);
        store = real.openWithProofOfDeath();
    }

    @AfterEach
    void close() {
        store.close();
        threads.close();
        admin.delete(pods + "/" + POD + "?gracePeriodSeconds=0");
        real.close();
    }

    @Test
    void onlyTheProofLetsAStandbyTakeOverAtOnce() {
        String uid = createPod("{}");
        isHeldIn(uid, LONG);
        LeaseLeaderElection standby = standby(LONG);
        Awaiting.until(
                "the standby knows the holder",
                PATIENCE,
                () -> "billing-0".equals(standby.leadership().leaderIdentity()));

        status("Running", 7, "leader-election p-of-somebody-else");
        status("Failed", 7, "");
        assertThat(standby.isLeader()).isFalse();
        long proven = System.nanoTime();
        status("Running", 8, "bye\nleader-election p-dead\n");
        Awaiting.until("the standby leads", PATIENCE, standby::isLeader);

        assertThat(grantedAfter(proven)).isPositive().isLessThan(LONG.leaseDuration());
        standby.stop().join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a restart and a failed Pod",
                "a deleted Pod",
                "the processes of the Pod in one namespace",
                "no permission to watch Pods"
            })
    void whatIsNoProofLeavesTheLeaseToBeWaitedOut(String what) {
        String uid = createPod(what.startsWith("the processes") ? "{\"shareProcessNamespace\":true}" : "{}");
        if (what.startsWith("no permission")) {
            real.account().may(ON_LEASE);
        }
        isHeldIn(uid, SHORT);
        long held = System.nanoTime();
        LeaseLeaderElection standby = standby(SHORT);
        switch (what.split(" ")[1]) {
            case "restart" -> status("Failed", 9, "leader-election p-of-somebody-else");
            case "deleted" ->
                admin.delete(pods + "/" + POD + "?gracePeriodSeconds=0").ok();
            default -> status("Running", 1, "leader-election p-dead\n");
        }
        Awaiting.until("the standby leads", PATIENCE, standby::isLeader);

        assertThat(grantedAfter(held)).isGreaterThan(SHORT.leaseDuration());
        standby.stop().join();
    }

    private Duration grantedAfter(long nanos) {
        Awaiting.until("the listener has been told", PATIENCE, () -> grantedNanos != 0);
        return Duration.ofNanos(grantedNanos - nanos);
    }

    // --- the standby

    private LeaseLeaderElection standby(Timings timings) {
        SystemRandomness randomness = new SystemRandomness();
        Ports ports = new Ports(
                new SystemClock(), threads, randomness, threads.serial("test"), threads, randomness.nextName());
        LeaseLeaderElection standby = new LeaseLeaderElection(
                ElectionSettings.of("billing", "billing-1", timings),
                store,
                ports,
                this,
                (election, call, outcome) -> {});
        standby.start();
        return standby;
    }

    @Override
    public void granted(Leadership leadership) {
        grantedNanos = System.nanoTime();
    }

    @Override
    public void revoked(Leadership leadership, LossReason reason) {
        // The standby is stopped at the end.
    }

    @Override
    public void leaderChanged(Leadership leadership) {
        // Asked for where it matters.
    }

    // --- the holder

    private void isHeldIn(String uid, Timings timings) {
        Seal seal = new Seal("i-dead", 1, "p-dead", 1, false, POD, NOON, null, null);
        real.overwrite(new LeaseRecord(POD, (int) timings.leaseDuration().toSeconds(), NOON, NOON, 1, seal.toText()));
        String place = AnnotationText.empty()
                .with("process", "p-dead")
                .with("uid", uid)
                .with("name", POD)
                .with("container", "app")
                .toString();
        Leases.in(real.namespace())
                .patch(
                        RealStore.LEASE,
                        "{\"metadata\":{\"annotations\":{\"leader-election.io/pod\":\"" + place + "\"}}}")
                .ok();
    }

    /** A Pod that no node will ever run, made by this spec besides the least that is needed. */
    private String createPod(String spec) {
        JsonObject pod = json("""
                {"metadata":{"name":"%s"},
                 "spec":{"schedulerName":"nobody","serviceAccountName":"elector","automountServiceAccountToken":false,
                  "containers":[{"name":"app","image":"none"}]}}
                """.formatted(POD));
        json(spec).entrySet().forEach(field -> pod.getAsJsonObject("spec").add(field.getKey(), field.getValue()));
        JsonObject created = admin.post(pods, pod).ok().json();
        return created.getAsJsonObject("metadata").get("uid").getAsString();
    }

    /** What a kubelet tells when the container has ended so often, and has left this the last time. */
    private void status(String phase, int restarts, String message) {
        JsonObject terminated = new JsonObject();
        terminated.addProperty("exitCode", 137);
        terminated.addProperty("message", message);
        JsonObject status = json("""
                {"status":{"phase":"%s","containerStatuses":[{"name":"app","image":"none","imageID":"","ready":false,
                  "restartCount":%d,"state":{"running":{}},"lastState":{"terminated":%s}}]}}
                """.formatted(phase, restarts, terminated));
        admin.patch(pods + "/" + POD + "/status", status).ok();
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
