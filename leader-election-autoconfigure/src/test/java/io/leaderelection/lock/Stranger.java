package io.leaderelection.lock;

import java.util.Optional;

/** Somebody who changes a lease without one of our stores: a person with a tool, or another elector. */
public interface Stranger {

    /**
     * Makes the stored lease say this, whatever it said before; creates it if need be.
     *
     * @return whether the place itself allows such a record
     */
    boolean overwrite(LeaseRecord record);

    /** Deletes the lease. */
    void delete();

    /**
     * Leaves a note beside the record, in a part of the stored lease that electors do not know.
     *
     * @return whether this kind of store keeps more than the record
     */
    boolean leaveNote(String text);

    /** The note as it is stored now. */
    Optional<String> note();
}
