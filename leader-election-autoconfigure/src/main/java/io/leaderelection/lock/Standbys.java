package io.leaderelection.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a lease, as each has written there once, the latest last. It orders the race for a released lease and
 * protects nothing: some may be missing, and some may be gone.
 *
 * <p>It is stored as one annotation, {@value #ANNOTATION}, an {@link AnnotationText}.
 */
public record Standbys(List<StandbyInstance> all) {

    /** Name of the annotation. */
    public static final String ANNOTATION = "leader-election.io/standbys";

    /** Nobody. */
    public static final Standbys NONE = new Standbys(List.of());

    /** Most that are kept: the earliest are dropped for a further one. */
    static final int MOST = 16;

    /** Longest text: enough for {@value #MOST} of the longest names of Kubernetes. */
    static final int LONGEST_TEXT = 16_384;

    public Standbys {
        all = List.copyOf(all);
    }

    /** Reads the text; nobody where there is none, {@code null} where nothing is known, for it is not one of ours. */
    public static @Nullable Standbys parse(@Nullable String text) {
        if (text == null) {
            return NONE;
        } else if (text.length() > LONGEST_TEXT) {
            return null;
        }
        try {
            return AnnotationText.read(text).map(Standbys::read).orElse(null);
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }

    private static Standbys read(AnnotationText text) {
        List<StandbyInstance> found = new ArrayList<>();
        for (int number = 1; number <= MOST; number++) {
            String identity = text.get("standby" + number);
            if (identity != null) {
                found.add(new StandbyInstance(identity, text.get("revision" + number)));
            }
        }
        return new Standbys(found);
    }

    /** The text, as {@link #parse} reads it; {@code null} for nobody. */
    public @Nullable String toText() {
        if (all.isEmpty()) {
            return null;
        }
        AnnotationText text = AnnotationText.empty();
        for (int number = 1; number <= all.size(); number++) {
            StandbyInstance standby = all.get(number - 1);
            text.with("standby" + number, standby.identity()).with("revision" + number, standby.revision());
        }
        return text.toString();
    }

    /** Whether an instance should make itself known: it is not yet, and one of ours, which will hear of it, holds the lease. */
    public static boolean shouldTell(StandbyInstance standby, StoredLease lease) {
        Standbys known = lease.standbys();
        LeaseRecord record = lease.record();
        return known != null
                && !known.all.contains(standby)
                && record.isHeld()
                && record.validSeal().isPresent();
    }

    /** With this one as the latest. */
    public Standbys with(StandbyInstance standby) {
        List<StandbyInstance> more = new ArrayList<>(all);
        more.removeIf(each -> each.identity().equals(standby.identity()));
        more.add(standby);
        Standbys bounded = new Standbys(more);
        while (bounded.all.size() > MOST || String.valueOf(bounded.toText()).length() > LONGEST_TEXT) {
            bounded = new Standbys(bounded.all.subList(1, bounded.all.size()));
        }
        return bounded;
    }

    /**
     * Those who still wait when this one has taken the lease. Of another revision only those who came after it: those who
     * came before it are being replaced.
     */
    public Standbys without(StandbyInstance taker) {
        int own = all.indexOf(taker);
        if (own < 0) {
            return this;
        }
        List<StandbyInstance> left = new ArrayList<>();
        for (int place = 0; place < all.size(); place++) {
            StandbyInstance each = all.get(place);
            if (place > own || place < own && Objects.equals(each.revision(), taker.revision())) {
                left.add(each);
            }
        }
        return new Standbys(left);
    }

    /** Whether anybody of another revision is known to wait. */
    public boolean anyOtherThan(String revision) {
        return all.stream().map(StandbyInstance::revision).anyMatch(each -> each != null && !each.equals(revision));
    }
}
