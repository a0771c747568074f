package io.leaderelection.it.proxy;

/** The proxies' threads: daemons, so that a forgotten proxy does not keep the JVM. */
final class Threads {

    private Threads() {}

    static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
