package io.leaderelection.elector;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;

/** Who an elector is, and so whose a record is: its name, and the incarnation that signs its writes. */
final class ElectorIdentity {

    private final String name;
    private String incarnation = "";

    /**
     * @param name for people; it proves nothing
     */
    ElectorIdentity(String name) {
        this.name = name;
    }

    /** Takes a new random name, for a new start. */
    void beginIncarnation(String random) {
        incarnation = random;
    }

    /** Random name of the present start of this elector. */
    String incarnation() {
        return incarnation;
    }

    /** Whether this elector holds the lease by this record (I6). */
    boolean isMine(LeaseRecord record) {
        return Rules.isMine(record, name, incarnation);
    }

    /** Whether the record is a release of mine. */
    boolean isMyRelease(LeaseRecord record) {
        return Rules.sealOf(record)
                .filter(Seal::released)
                .map(Seal::incarnation)
                .filter(incarnation::equals)
                .isPresent();
    }

    /** Whether somebody else holds the lease, and has not just edited my record. */
    boolean isHeldByAnother(LeaseRecord record) {
        boolean sealedByAnother = Rules.sealOf(record)
                .filter(seal -> !seal.incarnation().equals(incarnation))
                .isPresent();
        return record.isHeld() && (sealedByAnother || !name.equals(record.holderIdentity()));
    }
}
