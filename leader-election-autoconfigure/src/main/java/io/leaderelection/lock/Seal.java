package io.leaderelection.lock;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * <p>The text is a public, versioned contract ({@code docs/record.md}): {@code v1} and then {@code ;key=value} pairs,
 * values percent-encoded, unknown keys ignored. A text of another version is a stranger's.
 *
 * @param incarnation random name of one start of one elector
 * @param attempt number of this write among all writes of that incarnation
 * @param process random name of the writing process, the subject of an obituary
 * @param token fencing token of the term; of the last term in a released record
 * @param released whether the holder gave the lease up after its work had ended
 * @param holder copy of the record's holder identity; absent in a released record
 * @param renewed copy of the record's renewal time
 * @param advertised address at which the holder wants to be found, if it tells one
 */
public record Seal(
        String incarnation,
        long attempt,
        String process,
        long token,
        boolean released,
        @Nullable String holder,
        Instant renewed,
        @Nullable String advertised) {

    /** Name of the annotation that carries the seal. */
    public static final String ANNOTATION = "leader-election.io/seal";

    /** Tokens above this are taken for damage or mischief and ignored. */
    public static final long HIGHEST_TOKEN = 1L << 62;

    private static final String VERSION = "v1";

    /** Whether this seal was put on exactly this record, and not left over from an earlier one. */
    public boolean holdsFor(LeaseRecord record) {
        String recorded = record.isHeld() ? record.holderIdentity() : null;
        return Objects.equals(holder, recorded) && renewed.equals(record.renewTime());
    }

    /** The seal's text, as {@link #parse} reads it. */
    public String toText() {
        StringBuilder text = new StringBuilder(VERSION);
        append(text, "incarnation", incarnation);
        append(text, "attempt", Long.toString(attempt));
        append(text, "process", process);
        append(text, "token", Long.toString(token));
        append(text, "released", Boolean.toString(released));
        append(text, "renewed", renewed.toString());
        append(text, "holder", holder);
        append(text, "advertised", advertised);
        return text.toString();
    }

    /** Reads a seal; empty where the text is absent, damaged or of an unknown version. */
    public static Optional<Seal> parse(@Nullable String text) {
        if (text == null || !text.startsWith(VERSION + ";")) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(pairs(text)));
        } catch (IllegalArgumentException | DateTimeException | NullPointerException damaged) {
            return Optional.empty();
        }
    }

    private static Seal read(Map<String, String> pairs) {
        return new Seal(
                required(pairs, "incarnation"),
                Long.parseLong(required(pairs, "attempt")),
                required(pairs, "process"),
                Long.parseLong(required(pairs, "token")),
                "true".equals(required(pairs, "released")),
                pairs.get("holder"),
                Instant.parse(required(pairs, "renewed")),
                pairs.get("advertised"));
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.substring(VERSION.length() + 1).split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return pairs;
    }

    private static String required(Map<String, String> pairs, String key) {
        return Objects.requireNonNull(pairs.get(key), key);
    }

    private static void append(StringBuilder text, String key, @Nullable String value) {
        if (value != null) {
            text.append(';').append(key).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
