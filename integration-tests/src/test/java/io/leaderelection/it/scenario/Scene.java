package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Account;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.LeaseHistory;
import io.leaderelection.it.apiserver.Leases;
import io.leaderelection.it.apiserver.Permission;
import io.leaderelection.it.proxy.HttpFaultProxy;
import io.leaderelection.it.proxy.TcpFaultProxy;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The replicas of one election in a namespace of their own, each behind a network of its own that can be broken. */
final class Scene implements AutoCloseable {

    /** Everything that must happen happens within this time; how long it really takes is measured elsewhere. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    /** The Lease of every scene. */
    static final String LEASE = "sample";

    private static final String IDENTITY = "--leader.election.identity=";
    private static final String INTERVAL = "--sample.interval=";

    /**
     * L / D / R = 3 / 2 / 0.4 s, for what must end a term. A machine that stands still for so long ends one, too: which
     * replica leads afterwards, and how often the leader has changed, is nothing to rely on.
     */
    static final List<String> SHORT = List.of(
            "--leader.election.lease-duration=3s",
            "--leader.election.renew-deadline=2s",
            "--leader.election.retry-period=400ms");

    /**
     * L / D / R = 24 / 20 / 0.4 s, renewed each second: for what the leader must outlive, also on a machine that stands
     * still for seconds meanwhile.
     */
    static final List<String> STEADY = List.of(
            "--leader.election.lease-duration=24s",
            "--leader.election.renew-deadline=20s",
            "--leader.election.retry-period=400ms",
            "--leader.election.renew-interval=1s");

    /** L / D / R = 15 / 10 / 2 s. */
    static final List<String> DEFAULT = List.of();

    private final TestNamespace namespace;
    private final Account account;
    private final LeaseHistory lease;
    private final Path directory;
    private final List<String> options;
    private final Map<Replica, TcpFaultProxy> networks = new LinkedHashMap<>();
    private final List<AutoCloseable> proxies = new ArrayList<>();

    Scene(ApiServer server, Path directory, List<String> timings, String... options) {
        this.namespace = server.newNamespace("scene");
        this.directory = directory;
        this.lease = leases().history(LEASE);
        this.account = Account.in(namespace, "replica").may(allRights());
        this.options = new ArrayList<>(timings);
        this.options.addAll(List.of(
                "--spring.application.name=" + LEASE,
                "--leader.election.backend=kubernetes",
                "--leader.election.kubernetes.namespace=" + namespace.name()));
        this.options.addAll(List.of(options));
        if (Stream.of(options).noneMatch(option -> option.startsWith(INTERVAL))) { // given twice, an option is a list
            this.options.add(INTERVAL + "20ms");
        }
    }

    /** What the documentation's Role grants. */
    static Permission[] allRights() {
        return new Permission[] {Permission.onLease(LEASE, "get", "create", "update", "list", "watch")};
    }

    Account account() {
        return account;
    }

    Leases leases() {
        return Leases.in(namespace);
    }

    String namespace() {
        return namespace.name();
    }

    /** Starts a replica behind a network of its own. */
    Replica start(String name, String... more) {
        TcpFaultProxy network = TcpFaultProxy.to(namespace.server().url());
        proxies.add(network);
        Replica replica = start(name, account.kubeconfig(network.url()), more);
        networks.put(replica, network);
        return replica;
    }

    /** Starts a replica with rights of its own. */
    Replica startAllowed(String name, Permission... rights) {
        Account own = Account.in(namespace, name).may(rights);
        TcpFaultProxy network = TcpFaultProxy.to(namespace.server().url());
        proxies.add(network);
        Replica replica = start(name, own.kubeconfig(network.url()));
        networks.put(replica, network);
        return replica;
    }

    /** Opens a proxy in which single requests can fail, for replicas that {@link #startBehind} it; the scene closes it. */
    HttpFaultProxy requestProxy() {
        HttpFaultProxy proxy = HttpFaultProxy.to(namespace.server());
        proxies.add(proxy);
        return proxy;
    }

    /** Starts a replica that speaks to the server through a proxy in which single requests can fail. */
    Replica startBehind(HttpFaultProxy proxy, String name, String... more) {
        Replica replica = start(name, account.kubeconfig(proxy.url()), more);
        networks.put(replica, proxy.network());
        return replica;
    }

    /** Starts three replicas and waits for the first leader. */
    Replica startThree() {
        start("one");
        start("two");
        start("three");
        return awaitLeader();
    }

    List<Replica> replicas() {
        return List.copyOf(networks.keySet());
    }

    /** The network between a replica and the server. */
    TcpFaultProxy network(Replica replica) {
        return networks.get(replica);
    }

    /** Waits until some replica leads. */
    Replica awaitLeader() {
        return awaitLeading("a leader", replica -> true);
    }

    /** Waits until a replica leads with a token higher than that of the given one's latest term. */
    Replica awaitSuccessor(Replica predecessor) {
        long token = tokenOf(predecessor);
        return awaitLeading(
                "a leader after " + predecessor, replica -> replica != predecessor && tokenOf(replica) > token);
    }

    /** Waits until a replica, perhaps the same, leads with a higher token than this. */
    Replica awaitTokenAbove(long token) {
        return awaitLeading("a leader with a token above " + token, replica -> tokenOf(replica) > token);
    }

    /** Token of the latest gate that this replica had open; 0 before the first. */
    static long tokenOf(Replica replica) {
        return replica.ownLines().stream()
                .filter(HistoryLine::showsOpenGate)
                .mapToLong(HistoryLine::token)
                .max()
                .orElse(0);
    }

    /** Waits until this replica, which keeps its term, has had its gate open for some more looks. */
    void awaitMoreBeats(Replica replica) {
        long now = System.nanoTime();
        replica.await("more beats", line -> isBeatAfter(now, line));
    }

    /** Waits until some replica, whichever leads by then, has had its gate open with a higher token for some more looks. */
    void awaitMoreBeatsAbove(long token) {
        long now = System.nanoTime();
        Awaiting.until(
                "more beats with a token above " + token,
                PATIENCE,
                () -> history().lines().stream().anyMatch(line -> line.token() > token && isBeatAfter(now, line)),
                () -> this);
    }

    private static boolean isBeatAfter(long nanos, HistoryLine line) {
        return line.is("beat") && line.nanos() > nanos + 500_000_000L;
    }

    /** Waits until all replicas have been told of this leader. */
    void awaitAllKnow(String leader) {
        Awaiting.until(
                "replicas that all know " + leader,
                PATIENCE,
                () -> replicas().stream().allMatch(replica -> replica.log().contains("Knows the leader: " + leader)),
                () -> this);
    }

    /** What the server's own watch tells of the Lease. */
    LeaseHistory lease() {
        return lease;
    }

    /** Waits until the Lease has been renewed so many times more. */
    void awaitRenewals(int more) {
        long before = lease.renewals();
        Awaiting.until(more + " more renewals", PATIENCE, () -> lease.renewals() >= before + more, () -> this);
    }

    /** Tokens of the lines that the ledger has accepted, in its order. */
    List<Long> tokensInLedger() {
        return LedgerTokens.in(directory);
    }

    /** Whether no replica is just writing into the ledger. */
    boolean isLedgerFree() {
        return LedgerTokens.isFree(directory);
    }

    /** Of the election itself: each shard has a history of its own. */
    History history() {
        return new History(replicas().stream()
                .flatMap(replica -> replica.ownLines().stream())
                .toList());
    }

    /**
     * Whatever happened, by three witnesses. The processes: no two gates at once, rising tokens, events in pairs. The
     * server's watch of the Lease: tokens that rise with each term. The ledger: lines in the order of terms.
     */
    void assertSafe() {
        History processes = history();
        assertThat(processes.violations()).as("%s", this).isEmpty();
        assertThat(SealHistory.asFarAs(processes, lease, PATIENCE).violations())
                .as("%s", this)
                .isEmpty();
        assertThat(tokensInLedger()).isSorted();
    }

    private void assertNoSecretInLogs() {
        for (Replica replica : replicas()) {
            assertThat(replica.log().contains(account.token()))
                    .as("the log of %s shows its service account's token", replica)
                    .isFalse();
        }
    }

    @Override
    public void close() throws Exception {
        for (Replica replica : replicas()) {
            replica.close();
        }
        assertNoSecretInLogs();
        for (AutoCloseable proxy : proxies) {
            proxy.close();
        }
        lease.close();
        namespace.close();
    }

    /** The logs, for the message of a failed test. */
    @Override
    public String toString() {
        return replicas().stream()
                .map(replica -> "--- " + replica + "\n" + replica.log())
                .collect(Collectors.joining("\n"));
    }

    private Replica awaitLeading(String what, Predicate<Replica> which) {
        Awaiting.until(
                what,
                PATIENCE,
                () -> replicas().stream().anyMatch(each -> which.test(each) && each.leads()),
                () -> this);
        return replicas().stream()
                .filter(each -> which.test(each) && each.leads())
                .findFirst()
                .orElseGet(() -> awaitLeading(what, which));
    }

    private Replica start(String name, Path kubeconfig, String... more) {
        List<String> all = new ArrayList<>(options);
        if (Stream.of(more).noneMatch(option -> option.startsWith(IDENTITY))) {
            all.add(IDENTITY + name);
        }
        all.addAll(List.of(more));
        return Replica.start(name, directory, kubeconfig, all);
    }
}
