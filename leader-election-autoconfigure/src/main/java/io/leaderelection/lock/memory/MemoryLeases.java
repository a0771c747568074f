package io.leaderelection.lock.memory;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The space in which electors meet in memory: those of one application context, or of all contexts that are given the same
 * space as a bean. Leases by name, and one revision counter for all of them that never goes
 * back. Safe for use by any thread.
 */
public final class MemoryLeases {

    /**
     * A lease in this space.
     *
     * @param record what it says
     * @param version its identity and state
     */
    record Entry(LeaseRecord record, Version version) implements StoredLease {}

    /**
     * What happened to a lease.
     *
     * @param now the lease, absent after its deletion
     * @param version the state that the change led to
     */
    record Change(@Nullable Entry now, Version version) {}

    private final Map<String, Entry> leases = new HashMap<>();
    private final Map<String, Set<Consumer<Change>>> observers = new HashMap<>();
    private long revision;

    /** Makes an empty space. */
    public MemoryLeases() {}

    /** Deletes a lease, as a stranger to the election might; nothing happens if there is none. */
    public synchronized void delete(String name) {
        Entry last = leases.remove(name);
        if (last != null) {
            tell(name, new Change(null, nextVersion(last.version().uid())));
        }
    }

    /** Makes a lease say this, whatever it said before, as a stranger to the election might. */
    public synchronized void overwrite(String name, LeaseRecord record) {
        Entry last = leases.get(name);
        put(name, record, last == null ? null : last.version().uid());
    }

    synchronized Answer read(String name) {
        Entry found = leases.get(name);
        return found == null ? new Answer.Missing() : new Answer.Found(found);
    }

    synchronized Answer create(String name, LeaseRecord record) {
        return leases.containsKey(name) ? new Answer.Conflict() : new Answer.Written(put(name, record, null));
    }

    synchronized Answer replace(String name, Version expected, LeaseRecord record) {
        Entry found = leases.get(name);
        return found == null || !found.version().equals(expected)
                ? new Answer.Conflict()
                : new Answer.Written(put(name, record, expected.uid()));
    }

    /** Has every change of a lease told, in order and under this space's monitor, after its present state. */
    synchronized void observe(String name, Consumer<Change> observer) {
        observers.computeIfAbsent(name, n -> new CopyOnWriteArraySet<>()).add(observer);
        Entry now = leases.get(name);
        if (now != null) {
            observer.accept(new Change(now, now.version()));
        }
    }

    synchronized void forget(String name, Consumer<Change> observer) {
        observers.getOrDefault(name, Set.of()).remove(observer);
    }

    private Entry put(String name, LeaseRecord record, @Nullable String uid) {
        Version version = nextVersion(uid);
        Entry entry = new Entry(record, version);
        leases.put(name, entry);
        tell(name, new Change(entry, version));
        return entry;
    }

    private Version nextVersion(@Nullable String uid) {
        revision++;
        return new Version(uid == null ? "memory-" + revision : uid, Long.toString(revision));
    }

    private void tell(String name, Change change) {
        observers.getOrDefault(name, Set.of()).forEach(observer -> observer.accept(change));
    }
}
