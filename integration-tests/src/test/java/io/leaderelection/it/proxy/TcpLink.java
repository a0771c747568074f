package io.leaderelection.it.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Consumer;

/** One client's connection through a {@link TcpFaultProxy}: a pump for each direction. */
final class TcpLink {

    private final Socket client;
    private final Socket server = new Socket();
    private final Consumer<TcpLink> atEnd;

    TcpLink(Socket client, Consumer<TcpLink> atEnd) {
        this.client = client;
        this.atEnd = atEnd;
    }

    /** Pumps until both directions have ended. */
    void run(InetSocketAddress target, Valve toServer, Valve toClient) {
        try {
            toServer.awaitOpen();
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, 5_000);
            Thread answers = Threads.start("tcp-proxy-answers", () -> pump(server, client, toClient));
            pump(client, server, toServer);
            answers.join();
        } catch (IOException failure) {
            reset(); // no server: the client learns it the way a refused connection does
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            close();
            atEnd.accept(this);
        }
    }

    /** Ends the connection by a reset on both sides. */
    void reset() {
        try {
            client.setSoLinger(true, 0);
            server.setSoLinger(true, 0);
        } catch (IOException failure) {
            // closed already
        }
        close();
    }

    /** The end of a stream waits at the valve like every byte before it. */
    private void pump(Socket from, Socket to, Valve valve) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                valve.awaitOpen();
                out.write(buffer, 0, length);
            }
            valve.awaitOpen();
            to.shutdownOutput();
        } catch (IOException failure) {
            close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        try (client;
                server) {
            // closing is all
        } catch (IOException failure) {
            // nothing is left to close
        }
    }
}
