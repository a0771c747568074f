package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.LeaseHistory;
import io.leaderelection.it.apiserver.Leases;
import io.leaderelection.it.clientgo.ClientGoElector;
import io.leaderelection.it.scenario.History;
import io.leaderelection.it.scenario.HistoryLine;
import io.leaderelection.it.scenario.LedgerTokens;
import io.leaderelection.it.scenario.SealHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The sample deployed on the node, in a namespace of its own; what its pods tell is on a disk that they share. */
final class PodScene implements AutoCloseable {

    /** Everything that must happen happens within this time; how long it really takes is measured elsewhere. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    /** L of the kit's default timings. */
    static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);

    /** L of {@link Manifest#quick}. */
    static final Duration QUICK_LEASE = Duration.ofSeconds(6);

    /** L of {@link Manifest#patient}. */
    static final Duration PATIENT_LEASE = Duration.ofSeconds(40);

    static final String NAME = "sample";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Node node;
    private final String namespace = "scene-" + COUNT.incrementAndGet();
    private final Kubectl kubectl;
    private final Rollout rollout;
    private final Path shared;
    private final HistoryFolder told;
    private final LeaseHistory lease;

    /**
     * Deploys the sample and waits until all its pods are ready.
     *
     * @param manifest what is deployed
     */
    PodScene(Node node, Manifest manifest) {
        this.node = node;
        this.kubectl = node.kubectl().in(namespace);
        this.rollout = new Rollout(kubectl, manifest.components().contains("leader-only-readiness"));
        this.shared = node.newSharedFolder(namespace);
        this.told = new HistoryFolder(node.newSharedFolder(namespace + "/history"));
        kubectl.run("create", "namespace", namespace);
        this.lease = Leases.in(namespace, node.api()).history(NAME);
        apply(manifest);
        rollout.await();
    }

    Kubectl kubectl() {
        return kubectl;
    }

    /** A folder that all pods see as {@code /shared}. */
    Path shared() {
        return shared;
    }

    /** Applies a manifest, in place of the first one. */
    void apply(Manifest manifest) {
        Path kustomization = manifest.write(shared.resolveSibling(namespace + "-kustomization"), shared);
        kubectl.run("apply", "-k", kustomization.toString());
    }

    /** How far the pods are. */
    Rollout rollout() {
        return rollout;
    }

    /** Name of the pod that the Lease names as its holder; empty while there is none. */
    String holder() {
        return kubectl.run("get", "lease", NAME, "--output=jsonpath={.spec.holderIdentity}");
    }

    /** Waits for a leader that admits calls, and returns its pod. */
    String awaitLeader() {
        long begun = System.nanoTime();
        awaitLine("a leader", line -> line.is("beat") && line.nanos() > begun);
        return holder();
    }

    /** Waits until all pods are ready, none is on its way out and one of them leads, and returns that one. */
    String settle() {
        rollout.await();
        rollout.awaitLeavers();
        return awaitLeader();
    }

    List<JsonObject> pods() {
        List<JsonObject> pods = new ArrayList<>();
        for (JsonElement pod : kubectl.json("get", "pods").getAsJsonArray("items")) {
            pods.add(pod.getAsJsonObject());
        }
        return pods;
    }

    List<String> podNames() {
        return pods().stream()
                .map(pod -> pod.getAsJsonObject("metadata").get("name").getAsString())
                .toList();
    }

    PodFaults faults(String pod) {
        return faults(pod, NAME);
    }

    PodFaults faults(String pod, String container) {
        return new PodFaults(node, kubectl.json("get", "pod", pod), container);
    }

    /** Waits for the first grant after this time. */
    HistoryLine awaitGrantAfter(long nanos) {
        return awaitLine("a grant", line -> line.is("granted") && line.nanos() > nanos);
    }

    /** Waits for the first grant after this time, which must have waited for the end of a lease of that duration. */
    HistoryLine awaitGrantAtExpiry(long nanos, Duration duration) {
        HistoryLine grant = awaitGrantAfter(nanos);
        assertThat(grant.nanos()).as("granted").isGreaterThan(lastRenewalBefore(grant) + duration.toNanos());
        return grant;
    }

    /** Waits for the first grant after this time, which must not have waited for the end of a lease of that duration. */
    HistoryLine awaitGrantBeforeExpiry(long nanos, Duration duration) {
        HistoryLine grant = awaitGrantAfter(nanos);
        assertThat(grant.nanos()).as("granted").isLessThan(lastRenewalBefore(grant) + duration.toNanos());
        return grant;
    }

    List<HistoryLine> grantsAfter(long nanos) {
        return history().lines().stream()
                .filter(line -> line.is("granted") && line.nanos() > nanos)
                .toList();
    }

    /** When the last gate of an earlier term was seen open, or that term was revoked, before this grant. */
    long endOfTermBefore(HistoryLine grant) {
        return history().lines().stream()
                .filter(line -> line.nanos() < grant.nanos() && line.token() < grant.token() && line.token() > 0)
                .filter(line -> line.showsOpenGate() || line.is("revoked"))
                .mapToLong(HistoryLine::nanos)
                .max()
                .orElseThrow();
    }

    /** When the term before this grant was last renewed, by the monotonic clock: from the wall time that the Lease told. */
    long lastRenewalBefore(HistoryLine grant) {
        Instant renewed = SealHistory.asFarAs(grant.token(), lease, PATIENCE).lastRenewalBelow(grant.token());
        return LeaseHistory.nanoTimeOf(renewed);
    }

    /** Waits for a line, written or coming, and returns the earliest that matches. */
    HistoryLine awaitLine(String what, Predicate<HistoryLine> line) {
        Awaiting.until(what, PATIENCE, () -> find(line).isPresent(), () -> this);
        return find(line).orElseThrow();
    }

    private Optional<HistoryLine> find(Predicate<HistoryLine> line) {
        return own().filter(line).min(Comparator.comparingLong(HistoryLine::nanos));
    }

    long highestToken() {
        return history().tokens().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** Path at which the API server passes requests on to a pod or a Service. */
    String proxied(String resource, String name) {
        return "/api/v1/namespaces/" + namespace + "/" + resource + "/" + name + ":8080/proxy";
    }

    String log(String pod) {
        return kubectl.tell("logs", pod, "--container=" + NAME).output();
    }

    /** Starts client-go's elector beside the pods, as a user who may do everything, with L of 40 s. */
    ClientGoElector startClientGo(String identity) {
        return ClientGoElector.start(
                node.kubeconfig(),
                namespace,
                NAME,
                identity,
                "-lease-duration=40s",
                "-renew-deadline=25s",
                "-retry-period=1s");
    }

    /** How often the pod's container has been started again. */
    int restarts(String pod) {
        return Integer.parseInt(kubectl.run(
                "get",
                "pod",
                pod,
                "--output=jsonpath={.status.containerStatuses[?(@.name=='" + NAME + "')].restartCount}"));
    }

    /** Asks the pod to leave as a drain of its node does, once the disruption budget allows it. */
    void evict(String pod) {
        Awaiting.until(
                "leave to evict",
                PATIENCE,
                () -> kubectl.run("get", "pdb", NAME, "--output=jsonpath={.status.disruptionsAllowed}")
                        .equals("1"));
        kubectl.create(
                "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/eviction",
                "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"" + pod + "\"}}");
    }

    /** All that the processes have written so far, of the election and of shards. */
    List<HistoryLine> lines() {
        return told.lines();
    }

    /** Of the election itself: each shard has a history of its own. */
    History history() {
        return new History(own().toList());
    }

    private Stream<HistoryLine> own() {
        return lines().stream().filter(line -> !line.isOfShard());
    }

    /**
     * Whatever happened: no two gates at once, rising tokens, events in pairs, terms one after the other as the API server
     * saw the Lease, and a ledger in the order of terms.
     */
    void assertSafe() {
        History processes = history();
        assertThat(processes.violations()).as("%s", this).isEmpty();
        assertThat(SealHistory.asFarAs(processes, lease, PATIENCE).violations())
                .as("%s", this)
                .isEmpty();
        assertThat(LedgerTokens.in(shared)).isSorted();
    }

    @Override
    public void close() {
        lease.close();
        kubectl.run("delete", "namespace", namespace, "--wait=false");
        kubectl.tell("delete", "pods", "--all", "--force", "--grace-period=0");
    }

    /** The pods and their logs, for the message of a failed test. */
    @Override
    public String toString() {
        return kubectl.tell("get", "pods,lease", "--output=wide").told()
                + "\n"
                + kubectl.tell("logs", "--selector=app.kubernetes.io/name=" + NAME, "--prefix", "--tail=100")
                        .told();
    }
}
