package io.leaderelection.lock.file;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lease as it was read from, or is to be written to, a record file.
 *
 * @param record what it says
 * @param version its identity and state; of a record edited by hand, the revision is no number
 * @param revision highest revision that this record vouches for, 0 if it is damaged
 * @param writer facts about the process that wrote it, where they were written
 * @param lock identity of the lock file that the writer had locked
 * @param foreign lines that we do not know, to be kept
 */
record FileLease(
        LeaseRecord record,
        Version version,
        long revision,
        @Nullable ProcessMark writer,
        @Nullable String lock,
        List<String> foreign)
        implements StoredLease {

    /** The next state of this lease. */
    FileLease next(LeaseRecord changed, long nextRevision, @Nullable ProcessMark by, String locked) {
        Version next = new Version(version.uid(), Long.toString(nextRevision));
        return new FileLease(changed, next, nextRevision, by, locked, foreign);
    }

    /** The first state of a new lease. */
    static FileLease first(String uid, LeaseRecord record, long revision, @Nullable ProcessMark by, String locked) {
        Version version = new Version(uid, Long.toString(revision));
        return new FileLease(record, version, revision, by, locked, List.of());
    }
}
