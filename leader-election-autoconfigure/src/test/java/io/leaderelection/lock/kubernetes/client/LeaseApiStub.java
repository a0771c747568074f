package io.leaderelection.lock.kubernetes.client;

import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.ApiClient;
import io.leaderelection.NoSecretInLogs;
import io.leaderelection.lock.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An API server for Leases and Pods inside the test's own process: real HTTP, the real rules of create, replace, list and watch,
 * and faults on order. It is held to the same contract test as a real API server.
 */
public final class LeaseApiStub implements AutoCloseable {

    /** What clients of every stub present. No log of any test may contain it, and a JUnit extension sees to that. */
    public static final String TOKEN = "eyJhbGciOiJub25lIn0.c3R1Yi1zZWNyZXQ.dG9rZW4";

    private final ServerSocket server;
    private final StubLeases leases = new StubLeases();
    private final List<StubRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Set<StubConnection> connections = ConcurrentHashMap.newKeySet();
    private final Set<StubWatch> watches = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    /** Starts on a free loopback port. */
    public LeaseApiStub() {
        NoSecretInLogs.watchFor(TOKEN);
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        acceptor = start("stub-accept", this::accept);
    }

    /** The base path of the server. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** A new client of this server, with {@link #TOKEN} as its credentials. */
    public ApiClient client() {
        ApiClient client = new ApiClient().setBasePath(url());
        client.setApiKeyPrefix("Bearer");
        client.setApiKey(TOKEN);
        return client;
    }

    /** All requests so far, in the order of their arrival. */
    public List<StubRequest> requests() {
        return List.copyOf(requests);
    }

    /** All requests of one verb (get, put, list, watch) so far. */
    public List<StubRequest> requests(String verb) {
        return requests.stream().filter(request -> request.verb().equals(verb)).toList();
    }

    /** Waits until so many requests of a verb have arrived, and met their faults, altogether. */
    public void awaitRequests(String verb, int number) {
        await(() -> requests(verb).size() >= number, number + " requests: " + verb);
    }

    /** Waits until so many watches are open. */
    public void awaitOpenWatches(int number) {
        await(() -> watches.size() == number, number + " open watches");
    }

    /** Waits until so many connections are open. */
    public void awaitConnections(int number) {
        await(() -> connections.size() == number, number + " connections");
    }

    private synchronized void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + Reply.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("waited in vain for " + what);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    /** Meets the next requests of a verb with a fault each, in this order. */
    public void fault(String verb, StubFault... faults) {
        for (StubFault fault : faults) {
            rules.add(new Rule(verb, new AtomicInteger(1), fault));
        }
    }

    /** Meets every request of a verb with this fault. */
    public void faults(String verb, StubFault fault) {
        rules.add(new Rule(verb, new AtomicInteger(Integer.MAX_VALUE), fault));
    }

    /** Ends all faults. */
    public void heal() {
        rules.clear();
    }

    /** Changes a Lease past all checks, as somebody else might; it is made if it is missing. */
    public void edit(String namespace, String name, UnaryOperator<JsonObject> change) {
        leases.edit(namespace + "/" + name, change);
    }

    /** The Lease as it is stored, or null. */
    public @Nullable JsonObject lease(String namespace, String name) {
        StubLeases.Outcome outcome = leases.get(namespace + "/" + name);
        return outcome.code() == 200 ? outcome.body().deepCopy() : null;
    }

    /** Deletes a Lease. */
    public void delete(String namespace, String name) {
        leases.delete(namespace + "/" + name);
    }

    /** Changes a Pod as its kubelet might; it is made if it is missing. */
    public void editPod(String namespace, String name, UnaryOperator<JsonObject> change) {
        leases.edit(pod(namespace, name), change);
    }

    /** Deletes a Pod. */
    public void deletePod(String namespace, String name) {
        leases.delete(pod(namespace, name));
    }

    private static String pod(String namespace, String name) {
        return "pods/" + namespace + "/" + name;
    }

    /** The store's latest version. */
    public long revision() {
        return leases.revision();
    }

    /** Makes all versions up to now too old to watch from. */
    public void forgetHistory() {
        leases.forgetHistory();
    }

    /** Ends all open watches in order. They count as open no more. */
    public void endWatches() {
        // not those that are opened in answer
        List.copyOf(watches).forEach(watch -> {
            ended(watch);
            watch.end();
        });
    }

    /** Cuts the connections of all open watches. They count as open no more. */
    public void cutWatches() {
        List.copyOf(watches).forEach(watch -> {
            ended(watch);
            watch.cut();
        });
    }

    /** Lets all open watches fall silent. */
    public void stallWatches() {
        watches.forEach(StubWatch::stall);
    }

    /** Sends a line, right or wrong, to all open watches. */
    public void tellWatches(String line) {
        watches.forEach(watch -> watch.line(line));
    }

    /** Sends a part of a line to all open watches. */
    public void tellWatchesPart(String part) {
        watches.forEach(watch -> watch.part(part));
    }

    /** Sends a bookmark to all open watches. */
    public void bookmark() {
        tellWatches("{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"" + revision() + "\"}}}");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
        awaitAcceptor();
        connections.forEach(StubConnection::close);
    }

    /** A closed socket still takes a connection that comes before the accepting thread has left the system call. */
    private void awaitAcceptor() {
        try {
            acceptor.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private synchronized void record(StubRequest request) {
        requests.add(request);
        notifyAll();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                start("stub-connection", () -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        StubConnection connection = null;
        try {
            connection = new StubConnection(socket);
            connected(connection);
            if (server.isClosed()) {
                return; // closed before it was known here
            }
            StubRequest request = connection.read();
            while (request != null && answer(connection, request)) {
                request = connection.read();
            }
        } catch (IOException | InterruptedException gone) {
            // the client, or the test, is through with this connection
        } finally {
            if (connection != null) {
                connection.close();
                disconnected(connection);
            }
        }
    }

    /** Answers one request; false if the connection is to be closed. */
    private boolean answer(StubConnection connection, StubRequest request) throws IOException, InterruptedException {
        StubFault fault = rules.stream()
                .filter(rule -> rule.verb.equals(request.verb()) && rule.left.getAndDecrement() > 0)
                .map(Rule::fault)
                .findFirst()
                .orElse(null);
        record(request);
        if (fault == null) {
            return answerWell(connection, request);
        }
        if (fault instanceof StubFault.Reply reply) {
            connection.answer(reply.code(), reply.headers(), reply.body(), true);
            return true;
        } else if (fault instanceof StubFault.Body body) {
            apply(request);
            connection.answer(200, Map.of("Content-Type", body.contentType()), body.text(), body.whole());
            return body.whole();
        } else if (fault instanceof StubFault.Delay delay) {
            delay.until().await();
            return answerWell(connection, request);
        }
        boolean hang = fault instanceof StubFault.Hang;
        if (hang ? ((StubFault.Hang) fault).applied() : ((StubFault.Cut) fault).applied()) {
            apply(request);
        }
        if (hang) {
            connection.awaitClose();
        }
        return false;
    }

    private boolean answerWell(StubConnection connection, StubRequest request)
            throws IOException, InterruptedException {
        if (request.verb().startsWith("watch") && !request.selected().isEmpty()) {
            return watch(connection, request);
        }
        StubLeases.Outcome outcome = apply(request);
        connection.answer(outcome.code(), Map.of(), outcome.body().toString(), true);
        return true;
    }

    private StubLeases.Outcome apply(StubRequest request) {
        String key = request.namespace() + "/" + request.name();
        return switch (request.verb()) {
            case "get" -> leases.get(key);
            case "put" -> leases.put(key, Objects.requireNonNull(Json.parse(request.body())));
            case "list" ->
                request.selected().isEmpty()
                        ? StubLeases.failure(403, "Forbidden", "a list without a name is not allowed")
                        : leases.list(request.namespace() + "/" + request.selected());
            case "post events" -> new StubLeases.Outcome(201, Objects.requireNonNull(Json.parse(request.body())));
            case "patch pods" -> new StubLeases.Outcome(200, Objects.requireNonNull(Json.parse(request.body())));
            case "list pods" -> leases.list(pod(request.namespace(), request.selected()));
            default -> StubLeases.failure(403, "Forbidden", request.verb() + " is not allowed like this");
        };
    }

    private boolean watch(StubConnection connection, StubRequest request) throws IOException, InterruptedException {
        StubWatch watch = new StubWatch(
                connection,
                request.core().equals("pods")
                        ? pod(request.namespace(), request.selected())
                        : request.namespace() + "/" + request.selected());
        long from = Long.parseLong(request.query().getOrDefault("resourceVersion", "0"));
        if (!leases.watch(from, watch)) {
            JsonObject status = StubLeases.status(410, "Expired", "too old resource version: " + from);
            watch.line("{\"type\":\"ERROR\",\"object\":" + status + "}");
            watch.end();
        }
        opened(watch);
        try {
            return watch.run();
        } finally {
            leases.unwatch(watch);
            ended(watch);
        }
    }

    private synchronized void connected(StubConnection connection) {
        connections.add(connection);
        notifyAll();
    }

    private synchronized void disconnected(StubConnection connection) {
        connections.remove(connection);
        notifyAll();
    }

    private synchronized void opened(StubWatch watch) {
        watches.add(watch);
        notifyAll();
    }

    private synchronized void ended(StubWatch watch) {
        watches.remove(watch);
        notifyAll();
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private record Rule(String verb, AtomicInteger left, StubFault fault) {}
}
