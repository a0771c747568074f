package io.leaderelection;

/**
 * Hears what becomes of calls at the gate; meant for counters. Runs in the caller's thread, for every call: it must not
 * wait and should not allocate.
 */
@FunctionalInterface
public interface GatedCallListener {

    /** Listens to nothing. */
    GatedCallListener NONE = (election, call, outcome) -> {};

    /**
     * A call came to the gate, or ended too late.
     *
     * @param election name of the election
     * @param call name of the call
     * @param outcome what became of it
     */
    void call(String election, String call, Outcome outcome);

    /** What becomes of a call at the gate. */
    enum Outcome {
        /** Let in. */
        ADMITTED,
        /** Not let in, as this instance does not lead; the caller went on without it. */
        SKIPPED,
        /** Not let in, as this instance does not lead; the caller got an exception. */
        REFUSED,
        /** Let in, and still running when its term ended; told when the call ends. */
        OVERRAN
    }
}
