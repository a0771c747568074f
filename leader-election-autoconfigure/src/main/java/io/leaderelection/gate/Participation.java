package io.leaderelection.gate;

import io.leaderelection.LeaderElectionControl;
import java.util.concurrent.CompletionStage;

/** Something that an application takes part in, until a stop that waits for its work: an election, or a group of shards. */
public interface Participation extends LeaderElectionControl {

    /** Its name. */
    String name();

    /** Whether this instance takes part. Any thread. */
    boolean takesPart();

    /**
     * Whether a stop would wait for the calling thread itself, which is in a gated call or tells a listener something.
     */
    boolean awaitsCaller();

    /**
     * As {@link #stop}, for a thread that {@linkplain #awaitsCaller is itself awaited}: completes when all the rest has
     * ended. The lease is released when the calling thread's part has ended, too, and not before.
     */
    CompletionStage<Void> stopFromWithin();
}
