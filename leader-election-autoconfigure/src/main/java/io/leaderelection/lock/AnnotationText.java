package io.leaderelection.lock;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text of our annotations: {@code v1} and then {@code ;key=value} pairs, values percent-encoded. The order of the
 * pairs is of no importance, unknown keys are ignored, and an absent value has no pair.
 */
public final class AnnotationText {

    private static final String VERSION = "v1";

    private final Map<String, String> pairs;

    private AnnotationText(Map<String, String> pairs) {
        this.pairs = pairs;
    }

    /** A text without any pair yet. */
    public static AnnotationText empty() {
        return new AnnotationText(new LinkedHashMap<>());
    }

    /**
     * Reads a text; empty where there is none, or one of another version.
     *
     * @throws IllegalArgumentException if a value is not encoded as it should be
     */
    public static Optional<AnnotationText> read(@Nullable String text) {
        if (text == null || !text.startsWith(VERSION + ";")) {
            return Optional.empty();
        }
        AnnotationText read = empty();
        for (String pair : text.substring(VERSION.length() + 1).split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                read.pairs.put(pair.substring(0, equals), value);
            }
        }
        return Optional.of(read);
    }

    /** Adds a pair, unless there is no value. */
    public AnnotationText with(String key, @Nullable String value) {
        if (value != null) {
            pairs.put(key, value);
        }
        return this;
    }

    /** The value, or null where there is none. */
    public @Nullable String get(String key) {
        return pairs.get(key);
    }

    /**
     * The value.
     *
     * @throws NullPointerException if there is none
     */
    public String required(String key) {
        return Objects.requireNonNull(pairs.get(key), key);
    }

    /** The text, as {@link #read} reads it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(VERSION);
        pairs.forEach((key, value) ->
                text.append(';').append(key).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }
}
