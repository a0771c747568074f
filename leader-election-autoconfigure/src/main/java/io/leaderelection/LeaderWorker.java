package io.leaderelection;

/** Work that goes on while this instance leads; see {@link LeaderElection#whileLeading}. Any thread. */
public interface LeaderWorker extends AutoCloseable {

    /** Name of the work. */
    String name();

    /** Interrupts the work if it runs, without waiting for its end, and does not start it again. */
    @Override
    void close();
}
