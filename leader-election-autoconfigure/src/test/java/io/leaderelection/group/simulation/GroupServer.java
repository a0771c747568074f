package io.leaderelection.group.simulation;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The server of a played group: its leases by name, one revision for all, and who watches what. */
final class GroupServer {

    record Entry(LeaseRecord record, Version version) implements StoredLease {}

    /** Hears of one lease: how it is, or {@code null} and the version of its deletion. */
    interface Watcher extends BiConsumer<@Nullable Entry, Version> {}

    private final Map<String, Entry> leases = new HashMap<>();
    private final Map<String, List<Watcher>> watchers = new HashMap<>();

    /** What the assignment once was, for the one who puts an old one back. */
    final List<Entry> past = new ArrayList<>();

    /** The old assignment that was put back last, and the version in which it is there again. */
    private @Nullable Entry original;

    private @Nullable Version copy;

    private long revision;
    private int objects;

    /**
     * Whether everything was deleted, or an old assignment was put back, and somebody who knew nothing has begun anew, or gone on
     * from there, before anybody who did. Nothing is promised then for as long as a former owner does not hear of it, as for any
     * lease that is deleted; tokens rise all the same.
     */
    boolean begunInIgnorance;

    @Nullable
    Entry lease(String name) {
        return leases.get(name);
    }

    /** What the assignment says, if there is one. */
    @Nullable
    String assignment() {
        Entry entry = leases.get(GroupWorld.ASSIGNMENT);
        return entry == null ? null : entry.record().assignment();
    }

    Answer read(String name) {
        Entry found = leases.get(name);
        return found == null ? new Answer.Missing() : new Answer.Found(found);
    }

    Answer create(String name, LeaseRecord record) {
        return leases.containsKey(name) ? new Answer.Conflict() : new Answer.Written(put(name, record));
    }

    Answer replace(String name, Version expected, LeaseRecord record) {
        Entry found = leases.get(name);
        return found != null && found.version().equals(expected)
                ? new Answer.Written(put(name, record))
                : new Answer.Conflict();
    }

    Entry put(String name, LeaseRecord record) {
        Entry before = leases.get(name);
        String uid = before == null ? "object-" + ++objects : before.version().uid();
        Entry entry = new Entry(record, new Version(uid, Long.toString(++revision)));
        leases.put(name, entry);
        if (record.assignment() != null) {
            begunInIgnorance |=
                    before == null && !past.isEmpty() && !record.assignment().contains(";restored=true");
            past.add(entry);
        }
        tell(name, entry, entry.version());
        return entry;
    }

    void delete(String name) {
        Entry before = leases.remove(name);
        if (before != null) {
            tell(name, null, new Version(before.version().uid(), Long.toString(++revision)));
        }
    }

    /** Different things that the assignment once was, and is not now. */
    Collection<Entry> formerAssignments() {
        Map<LeaseRecord, Entry> former = new LinkedHashMap<>();
        past.forEach(entry -> former.putIfAbsent(entry.record(), entry));
        Entry now = leases.get(GroupWorld.ASSIGNMENT);
        if (now != null) {
            former.remove(now.record());
        }
        return former.values();
    }

    /** Somebody puts back what the assignment once was, if there is one. */
    void putBack(Entry old) {
        if (leases.containsKey(GroupWorld.ASSIGNMENT)) {
            boolean other =
                    !old.record().equals(leases.get(GroupWorld.ASSIGNMENT).record());
            Entry again = put(GroupWorld.ASSIGNMENT, old.record());
            original = other ? old : null;
            copy = again.version();
        }
    }

    /**
     * Somebody has written an assignment that goes on from another one.
     *
     * @param newest revision of the newest assignment that he had read before that one
     */
    void wentOnFrom(Version before, long newest) {
        if (original != null && before.equals(copy)) {
            begunInIgnorance |= newest <= original.version().number().orElse(0);
        }
    }

    void watch(String name, Watcher watcher) {
        watchers.computeIfAbsent(name, any -> new ArrayList<>()).add(watcher);
        Entry now = leases.get(name);
        if (now != null) {
            watcher.accept(now, now.version());
        }
    }

    void unwatch(String name, Watcher watcher) {
        watchers.getOrDefault(name, new ArrayList<>()).remove(watcher);
    }

    private void tell(String name, @Nullable Entry entry, Version version) {
        List.copyOf(watchers.getOrDefault(name, List.of())).forEach(watcher -> watcher.accept(entry, version));
    }
}
