package io.leaderelection.it.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes bytes between clients and one server, and breaks the network between them on demand.
 *
 * <p>TLS and HTTP/2 go through untouched. What is sent while a direction is shut is not lost but arrives when it opens
 * again, as a retransmitted packet would: also from a client that has closed its socket since, though the server may
 * then see the close in time to do nothing.
 */
public final class TcpFaultProxy implements AutoCloseable {

    private final URI server;
    private final Valve toServer = new Valve();
    private final Valve toClient = new Valve();
    private final Set<TcpLink> links = ConcurrentHashMap.newKeySet();
    private final int port;
    private ServerSocket listener;
    private Thread acceptor;

    private TcpFaultProxy(URI server) {
        this.server = server;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        this.acceptor = acceptFrom(listener);
    }

    /** Starts a proxy on a free port of this machine; the server's address must name its port. */
    public static TcpFaultProxy to(URI server) {
        return new TcpFaultProxy(server);
    }

    /** The address to give to clients: the server's, with the proxy's port. */
    public URI url() {
        return URI.create(server.getScheme() + "://127.0.0.1:" + port);
    }

    /** Lets nothing through any more, in either direction. */
    public void cutBothWays() {
        toServer.shut();
        toClient.shut();
    }

    /** Lets requests through but no answer, nor anything else that the server sends. */
    public void cutAnswers() {
        toClient.shut();
    }

    /** Lets everything through again, late bytes first. */
    public void heal() {
        toServer.open();
        toClient.open();
    }

    /** Resets every open connection; new ones are accepted. */
    public void resetConnections() {
        links.forEach(TcpLink::reset);
    }

    /** Resets every open connection and refuses new ones. */
    public synchronized void refuseConnections() {
        close(listener);
        try {
            acceptor.join(); // until then a connection may still slip in
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        resetConnections();
    }

    /** Accepts connections again, on the same port. */
    public synchronized void acceptConnections() {
        listener = listen(port);
        acceptor = acceptFrom(listener);
    }

    /** Refuses connections and ends the proxy's threads. */
    @Override
    public void close() {
        refuseConnections();
        heal();
    }

    private Thread acceptFrom(ServerSocket socket) {
        return Threads.start("tcp-proxy-accept-" + port, () -> {
            while (!socket.isClosed()) {
                accept(socket);
            }
        });
    }

    private void accept(ServerSocket socket) {
        try {
            Socket client = socket.accept();
            TcpLink link = new TcpLink(client, links::remove);
            links.add(link);
            InetSocketAddress target = new InetSocketAddress(server.getHost(), server.getPort());
            Threads.start("tcp-proxy-" + port, () -> link.run(target, toServer, toClient));
        } catch (IOException failure) {
            // the listener was closed, which the caller sees, or the client is gone already
        }
    }

    private static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
