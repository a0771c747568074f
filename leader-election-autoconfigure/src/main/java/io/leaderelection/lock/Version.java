package io.leaderelection.lock;

import java.util.OptionalLong;

/**
 * One version of one stored object: which object, and which of its states.
 *
 * <p>Stores promise that revisions strictly rise with every write to a lease, also across its deletion and
 * re-creation; fencing tokens rest on that. Kubernetes documents resource versions as comparable since 1.35
 * (KEP-5504) and has kept them so in practice before. A revision that is no decimal number can only be told apart.
 *
 * @param uid identity of the object; a re-created lease has another one
 * @param revision the store's name for this state of the object
 */
public record Version(String uid, String revision) {

    /** The revision as a number, where it is one up to 2^62: above, no fencing token could rise. */
    public OptionalLong number() {
        if (revision.isEmpty() || revision.length() > 19 || !revision.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(revision);
            return number <= Seal.HIGHEST_TOKEN ? OptionalLong.of(number) : OptionalLong.empty();
        } catch (NumberFormatException beyondLong) {
            return OptionalLong.empty();
        }
    }

    /** Whether this and the other are states of one object whose order can be told. */
    public boolean isComparableTo(Version other) {
        return uid.equals(other.uid) && number().isPresent() && other.number().isPresent();
    }

    /** Whether this is certainly a later state of the same object. */
    public boolean isNewerThan(Version other) {
        return isComparableTo(other) && number().getAsLong() > other.number().getAsLong();
    }

    /** Whether this is certainly an earlier state than the other, of this object or of one that was there before. */
    public boolean isBefore(Version other) {
        OptionalLong mine = number();
        OptionalLong others = other.number();
        return mine.isPresent() && others.isPresent() && mine.getAsLong() < others.getAsLong();
    }

    /** Whether this is certainly the same or an earlier state of the same object. */
    public boolean isOldAgainst(Version other) {
        return equals(other) || isComparableTo(other) && !isNewerThan(other);
    }
}
