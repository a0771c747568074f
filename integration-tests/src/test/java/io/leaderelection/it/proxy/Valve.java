package io.leaderelection.it.proxy;

/** Lets threads pass while it is open and makes them wait while it is shut. Safe for use by any thread. */
public final class Valve {

    private boolean open = true;

    public synchronized void open() {
        open = true;
        notifyAll();
    }

    public synchronized void shut() {
        open = false;
    }

    synchronized void awaitOpen() throws InterruptedException {
        while (!open) {
            wait();
        }
    }
}
