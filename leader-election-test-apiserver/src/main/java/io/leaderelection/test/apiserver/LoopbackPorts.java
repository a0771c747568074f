package io.leaderelection.test.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of the loopback interface, each told once in a JVM, from below those that systems give to whoever asks for
 * any, which are 32768 and more: one of these may be given to somebody else as long as its server does not listen, before
 * it begins and while it is restarted.
 */
final class LoopbackPorts implements Ports {

    private static final int LOWEST = 15_000;

    /** From here on Kubernetes has its NodePorts. */
    private static final int END = 30_000;

    private static final int TRIES = 1_000;

    private static final Set<Integer> TOLD = ConcurrentHashMap.newKeySet();

    @Override
    public int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, END);
            if (TOLD.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port from %s to %s is free".formatted(LOWEST, END - 1));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException taken) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
