package io.leaderelection.lock.kubernetes;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.Trouble;
import org.jspecify.annotations.Nullable;

/**
 * How one election deals with proofs of death: whether it leaves that of this process, and looks for that of others. Safe
 * for use by any thread.
 */
public final class ProofOfDeath {

    /** Leaves none, and looks for none. */
    public static final ProofOfDeath NONE = new ProofOfDeath(Mode.OFF, false, null);

    /** What is wanted. */
    public enum Mode {
        /** Leave it where that is possible, look for it where that is allowed. */
        AUTO,
        /** The same, with a warning where it is not; and trust messages that may be the end of a log. */
        ON,
        /** Neither. */
        OFF
    }

    private final Mode mode;
    private final boolean campaigns;
    private final @Nullable Testament testament;

    /**
     * @param campaigns whether this election would take over, and so wants to know of a death
     * @param testament what this process leaves; the same one for all its elections
     */
    public static ProofOfDeath of(Mode mode, boolean campaigns, Testament testament) {
        return new ProofOfDeath(mode, campaigns, testament);
    }

    private ProofOfDeath(Mode mode, boolean campaigns, @Nullable Testament testament) {
        this.mode = mode;
        this.campaigns = campaigns;
        this.testament = testament;
    }

    /**
     * What to write beside the seal of this record, which must be one of this process's own; the proof is left behind
     * first. Does I/O with a file.
     */
    @Nullable
    Whereabouts whereabouts(LeaseRecord record, String namespace) {
        if (mode == Mode.OFF || testament == null || !record.isHeld()) {
            return null;
        }
        Testament own = testament;
        return Seal.parse(record.seal())
                .flatMap(seal -> own.leave(seal.process(), namespace, mode == Mode.ON))
                .orElse(null);
    }

    /** Finds out where this process is, and leaves nothing: the first takeover is quicker for it. */
    void rehearse() {
        if (mode != Mode.OFF && testament != null) {
            testament.rehearse();
        }
    }

    /** Whether nobody need watch for the death of this process here: because nobody wants to know, or it is this one. */
    boolean isNotWatched(String process) {
        return mode == Mode.OFF || !campaigns || testament == null || testament.isOf(process);
    }

    boolean trustsLogs() {
        return mode == Mode.ON;
    }

    /** Pods can be watched. */
    void granted() {
        if (testament != null) {
            testament.log().granted();
        }
    }

    /** Pods cannot be watched. */
    void refused(Trouble trouble) {
        if (testament != null) {
            testament.log().refused(trouble, mode == Mode.ON);
        }
    }
}
