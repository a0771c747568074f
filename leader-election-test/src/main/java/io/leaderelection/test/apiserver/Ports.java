package io.leaderelection.test.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports for servers that must be told theirs. A port is free when it is asked for and may be taken when it is used, so
 * whoever uses one is ready to ask again.
 */
@FunctionalInterface
interface Ports {

    /** The number of a port that was free just now. */
    int next();

    /** The free ports of this machine's loopback interface. */
    static Ports ofLoopback() {
        return () -> {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        };
    }
}
