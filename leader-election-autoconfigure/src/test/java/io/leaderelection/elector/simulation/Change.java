package io.leaderelection.elector.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of the product's source that makes a mistake.
 *
 * @param type name of the class in whose source it is made
 * @param original what stands there, once
 * @param mistake what stands there instead
 */
public record Change(String type, String original, String mistake) {

    private static final String FILE = "mistakes.diff";

    /**
     * The changes that make a mutant: those below its name in the file {@code mistakes.diff} beside its class.
     *
     * @param mutant one of the constants of an enumeration of mutants
     */
    public static List<Change> allOf(Enum<?> mutant) {
        List<Change> changes = new ArrayList<>();
        String named = "";
        String type = "";
        String original = "";
        for (String line : file(mutant.getDeclaringClass()).lines().toList()) {
            if (line.startsWith("@@ ")) {
                type = line.substring(3);
            } else if (line.startsWith("- ")) {
                original = line.substring(2);
            } else if (line.startsWith("+") && named.equals(mutant.name())) {
                changes.add(new Change(type, original, line.substring(1).strip()));
            } else if (!line.startsWith("+")) {
                named = line;
            }
        }
        return changes;
    }

    private static String file(Class<?> mutants) {
        try (InputStream file = mutants.getResourceAsStream(FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The source with this change. */
    String in(String source) {
        int at = source.indexOf(original);
        if (at < 0 || source.indexOf(original, at + 1) >= 0) {
            throw new IllegalStateException("Not to be found once in %s: %s".formatted(type, original));
        }
        return source.substring(0, at) + mistake + source.substring(at + original.length());
    }
}
