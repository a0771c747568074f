package io.leaderelection.it.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Passes HTTP requests on to an API server, watches included, and handles chosen ones by a {@link Fault}.
 *
 * <p>Clients talk to it in plain HTTP/1.1; towards the server it speaks TLS, with the clients' own tokens. Connections
 * can be cut and the network be broken too: see {@link #network()}.
 */
public final class HttpFaultProxy implements AutoCloseable {

    static {
        // Else the small pieces of a watch wait for the client's delayed acknowledgement, 40 ms each.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final URI server;
    private final HttpClient http;
    private final HttpServer listener;
    private final TcpFaultProxy network;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Injection> injections = new CopyOnWriteArrayList<>();
    private final List<ProxiedRequest> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "http-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private HttpFaultProxy(ApiServer apiServer) throws IOException {
        server = apiServer.url();
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(Certificates.trusting(apiServer.caFile()))
                .build();
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        listener.setExecutor(threads);
        listener.createContext("/", this::handle);
        listener.start();
        network = TcpFaultProxy.to(
                URI.create("http://127.0.0.1:" + listener.getAddress().getPort()));
    }

    /** Starts a proxy on a free port of this machine. */
    public static HttpFaultProxy to(ApiServer server) {
        try {
            return new HttpFaultProxy(server);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The address to give to clients. */
    public URI url() {
        return network.url();
    }

    /** The network between the clients and this proxy, to be cut, reset or refused. */
    public TcpFaultProxy network() {
        return network;
    }

    /** Puts a fault in force for the chosen requests until it is closed; of several, the oldest handles a request. */
    public Injection inject(Predicate<ProxiedRequest> which, Fault fault) {
        return inject(which, fault, Integer.MAX_VALUE);
    }

    /** Puts a fault in force for the next of the chosen requests only. */
    public Injection injectOnce(Predicate<ProxiedRequest> which, Fault fault) {
        return inject(which, fault, 1);
    }

    /** The requests that have arrived so far, faulty or not, in order. */
    public List<ProxiedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Cuts all connections and ends the proxy's threads. */
    @Override
    public void close() {
        closed.countDown();
        network.close();
        listener.stop(0);
        threads.shutdownNow();
    }

    private Injection inject(Predicate<ProxiedRequest> which, Fault fault, int times) {
        Injection injection = new Injection(which, fault, times);
        injections.add(injection);
        return injection;
    }

    private void handle(HttpExchange exchange) {
        try {
            ProxiedRequest request = read(exchange);
            requests.add(request);
            Optional<Injection> injection =
                    injections.stream().filter(each -> each.claims(request)).findFirst();
            Fault fault = injection.map(Injection::fault).orElse(Passage::forward);
            fault.handle(new Passage(exchange, request, http, server, closed));
        } catch (IOException failure) {
            exchange.close(); // server or client is gone: the other one sees its connection end
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private static ProxiedRequest read(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        return new ProxiedRequest(
                exchange.getRequestMethod(),
                uri.getPath(),
                Optional.ofNullable(uri.getRawQuery()).orElse(""),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes());
    }
}
