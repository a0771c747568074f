package io.leaderelection.spring.leaderonly;

/** Interrupts a thread that is in a call, and does not touch it once the call is over. */
final class Interruption implements Runnable {

    private final Thread thread;

    /** Guarded by this, like the next. */
    private boolean over;

    private boolean ours;

    Interruption(Thread thread) {
        this.thread = thread;
    }

    @Override
    public synchronized void run() {
        if (!over && !thread.isInterrupted()) {
            ours = true;
            thread.interrupt();
        }
    }

    /** The call is over, in its own thread: an interrupt that it did not notice must not hit what comes next. */
    synchronized void end() {
        over = true;
        if (ours) {
            Thread.interrupted();
        }
    }
}
