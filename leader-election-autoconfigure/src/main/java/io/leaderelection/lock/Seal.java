package io.leaderelection.lock;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Our signature under a lease record: which elector wrote it, in which attempt, with which fencing token.
 *
 * <p>It is stored as one annotation, {@value #ANNOTATION}. Other electors keep annotations when they take a lease over,
 * so a seal counts only while it {@linkplain #holdsFor fits the record}: its copies of the holder and of the renewal
 * time equal the record's. A seal that does not fit says only that somebody else wrote last.
 *
 * <p>The text is a public, versioned contract ({@code docs/record.md}), an {@link AnnotationText}. A text of another
 * version is a stranger's.
 *
 * @param incarnation random name of one start of one elector
 * @param attempt number of this write among all writes of that incarnation
 * @param process random name of the writing process, the subject of an obituary
 * @param token fencing token of the term; of the last term in a released record
 * @param released whether the holder gave the lease up after its work had ended
 * @param holder copy of the record's holder identity; absent in a released record
 * @param renewed copy of the record's renewal time
 * @param advertised address at which the holder wants to be found, if it tells one
 * @param revision revision of the application that the holder is, or was, if it tells one
 */
public record Seal(
        String incarnation,
        long attempt,
        String process,
        long token,
        boolean released,
        @Nullable String holder,
        Instant renewed,
        @Nullable String advertised,
        @Nullable String revision) {

    /** Name of the annotation that carries the seal. */
    public static final String ANNOTATION = "leader-election.io/seal";

    /** Tokens above this are taken for damage or mischief and ignored. */
    public static final long HIGHEST_TOKEN = 1L << 62;

    /**
     * What the texts read lately said, a place for each hash: one text is asked about at every news, answer and alarm.
     * Threads may overwrite each other's here, for what stands in a place is right for its own text.
     */
    private static final @Nullable Reading[] READINGS = new Reading[64];

    /** Far longer than a seal of ours: what is longer is read and not kept. */
    private static final int LONGEST_KEPT = 2_048;

    /** Whether this seal was put on exactly this record, and not left over from an earlier one. */
    public boolean holdsFor(LeaseRecord record) {
        String recorded = record.isHeld() ? record.holderIdentity() : null;
        return Objects.equals(holder, recorded) && renewed.equals(record.renewTime());
    }

    /** The seal's text, as {@link #parse} reads it. */
    public String toText() {
        return AnnotationText.empty()
                .with("incarnation", incarnation)
                .with("attempt", Long.toString(attempt))
                .with("process", process)
                .with("token", Long.toString(token))
                .with("released", Boolean.toString(released))
                .with("renewed", renewed.toString())
                .with("holder", holder)
                .with("advertised", advertised)
                .with("revision", revision)
                .toString();
    }

    /** Reads a seal; empty where the text is absent, damaged or of an unknown version. */
    public static Optional<Seal> parse(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        } else if (text.length() > LONGEST_KEPT) {
            return parsed(text);
        }
        int place = text.hashCode() & READINGS.length - 1;
        Reading reading = READINGS[place];
        if (reading == null || !reading.text().equals(text)) {
            reading = new Reading(text, parsed(text));
            READINGS[place] = reading;
        }
        return reading.seal();
    }

    private static Optional<Seal> parsed(String text) {
        try {
            return AnnotationText.read(text).map(Seal::read);
        } catch (IllegalArgumentException | DateTimeException | NullPointerException damaged) {
            return Optional.empty();
        }
    }

    private static Seal read(AnnotationText text) {
        return new Seal(
                text.required("incarnation"),
                Long.parseLong(text.required("attempt")),
                text.required("process"),
                Long.parseLong(text.required("token")),
                "true".equals(text.required("released")),
                text.get("holder"),
                Instant.parse(text.required("renewed")),
                text.get("advertised"),
                text.get("revision"));
    }

    private record Reading(String text, Optional<Seal> seal) {}
}
