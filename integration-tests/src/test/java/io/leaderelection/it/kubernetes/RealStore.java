package io.leaderelection.it.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.leaderelection.it.apiserver.Account;
import io.leaderelection.it.apiserver.Leases;
import io.leaderelection.it.apiserver.Permission;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.Stranger;
import io.leaderelection.lock.kubernetes.KubernetesLeaseStore;
import io.leaderelection.lock.kubernetes.ProofOfDeath;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseLabels;
import io.leaderelection.lock.kubernetes.client.LeaseName;
import io.leaderelection.lock.kubernetes.client.ServiceAccount;
import io.leaderelection.lock.kubernetes.death.PodDeathProof;
import io.leaderelection.lock.kubernetes.death.TerminationMessage;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.Reply;
import io.leaderelection.test.apiserver.TestNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * One Lease in a namespace of its own, as an account sees it whose Role allows just what an election needs, and as
 * somebody with all permissions sees it.
 */
final class RealStore implements AutoCloseable, Stranger {

    static final String LEASE = "billing";

    private static final DateTimeFormatter MICROS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

    private final TestNamespace namespace;
    private final Account account;
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final LeaseApi api;

    private RealStore(TestNamespace namespace, URI address) {
        this.namespace = namespace;
        this.account = Account.in(namespace, "elector")
                .may(Permission.onLease(LEASE, "get", "create", "update", "list", "watch"));
        this.api = new LeaseApi(client(account, address), executor);
    }

    static RealStore at(ApiServer server, URI address) {
        return new RealStore(server.newNamespace("store"), address);
    }

    KubernetesLeaseStore open() {
        return open(ProofOfDeath.NONE);
    }

    /** Leaves no proof, for this process is in no Pod, and looks for that of others. */
    KubernetesLeaseStore openWithProofOfDeath() {
        ServiceAccount none = new ServiceAccount(Path.of("none"), text -> Map.of());
        return open(new PodDeathProof(api, name(), new TerminationMessage(none), false, true));
    }

    private KubernetesLeaseStore open(ProofOfDeath proof) {
        return new KubernetesLeaseStore(api, name(), new LeaseLabels(Map.of("team", "billing")), proof, null);
    }

    private LeaseName name() {
        return new LeaseName(namespace.name(), LEASE);
    }

    Account account() {
        return account;
    }

    TestNamespace namespace() {
        return namespace;
    }

    /** The Lease as the server has it, or null. */
    @Nullable
    JsonObject lease() {
        Reply reply = Leases.in(namespace).get(LEASE);
        return reply.status() == 404 ? null : reply.ok().json();
    }

    @Override
    public boolean overwrite(LeaseRecord record) {
        JsonObject stored = lease();
        JsonObject lease = stored == null ? Leases.in(namespace).of(LEASE, "", 1) : stored;
        JsonObject annotations = new JsonObject();
        if (record.seal() != null) {
            annotations.addProperty(Seal.ANNOTATION, record.seal());
        }
        lease.getAsJsonObject("metadata").add("annotations", annotations);
        lease.add("spec", spec(record));
        Reply reply = Leases.in(namespace).put(LEASE, lease);
        return reply.status() != 422 && reply.ok().status() > 0;
    }

    @Override
    public void delete() {
        Leases.in(namespace).delete(LEASE).ok();
    }

    @Override
    public boolean leaveNote(String text) {
        JsonObject annotations = new JsonObject();
        annotations.addProperty("note", text);
        JsonObject metadata = new JsonObject();
        metadata.add("annotations", annotations);
        JsonObject patch = new JsonObject();
        patch.add("metadata", metadata);
        Leases.in(namespace).patch(LEASE, patch.toString()).ok();
        return true;
    }

    @Override
    public Optional<String> note() {
        JsonObject lease = lease();
        JsonElement note = lease == null
                ? null
                : lease.getAsJsonObject("metadata")
                        .getAsJsonObject("annotations")
                        .get("note");
        return Optional.ofNullable(note).map(JsonElement::getAsString);
    }

    @Override
    public void close() {
        api.close();
        executor.shutdownNow();
        namespace.close();
    }

    private static JsonObject spec(LeaseRecord record) {
        JsonObject spec = new JsonObject();
        spec.addProperty("holderIdentity", record.holderIdentity());
        spec.addProperty("leaseDurationSeconds", record.leaseDurationSeconds());
        spec.addProperty("acquireTime", micros(record.acquireTime()));
        spec.addProperty("renewTime", micros(record.renewTime()));
        spec.addProperty("leaseTransitions", record.leaseTransitions());
        return spec;
    }

    /** As the server takes it, with all six digits: without its trailing zeros a time is refused. */
    private static @Nullable String micros(@Nullable Instant time) {
        return time == null ? null : MICROS.format(time);
    }

    private static ApiClient client(Account account, URI address) {
        try (BufferedReader kubeconfig = Files.newBufferedReader(account.kubeconfig(address))) {
            return ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(kubeconfig))
                    .build();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
