package io.leaderelection.lock.kubernetes;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Requests beside the elections, which may as well be lost: run one after the other on the threads of the elections'
 * own requests, so that at most one of these is ever taken, and only while few wait; the rest is dropped. Safe for use
 * by any thread.
 */
final class Sideline {

    static final int MOST_WAITING = 16;

    private final Executor executor;

    /** Guarded by this. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    /** Whether a thread has been asked for, or is at it. Guarded by this. */
    private boolean busy;

    Sideline(Executor executor) {
        this.executor = executor;
    }

    /** Never waits; says whether the request will be run. */
    boolean offer(Runnable request) {
        synchronized (this) {
            if (waiting.size() >= MOST_WAITING) {
                return false;
            }
            waiting.add(request);
            if (busy) {
                return true;
            }
            busy = true;
        }
        return askForThread();
    }

    /** Waits until nothing is left to do, at most so long. */
    synchronized void awaitIdle(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            for (long left = atMost.toNanos(); busy && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread is given back between two requests: the elections' own may be waiting for it. */
    private boolean askForThread() {
        try {
            executor.execute(this::runOne);
            return true;
        } catch (Throwable refused) {
            finish();
            return false;
        }
    }

    private void runOne() {
        Runnable request;
        synchronized (this) {
            request = waiting.poll();
        }
        try {
            if (request != null) {
                request.run();
            }
        } finally {
            if (!finishIfDone()) {
                askForThread();
            }
        }
    }

    private synchronized boolean finishIfDone() {
        if (waiting.isEmpty()) {
            finish();
        }
        return !busy;
    }

    private synchronized void finish() {
        waiting.clear();
        busy = false;
        notifyAll();
    }
}
