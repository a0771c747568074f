package io.leaderelection.autoconfigure;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of one election, inherited from a parent, the default election, where it has none. */
record ElectionKeys(ElectionProperties election, ElectionProperties parent) {

    /** A preset of its own stands above single timings of the default election. */
    ElectionKeys withoutParent() {
        return new ElectionKeys(election, election);
    }

    <T> @Nullable T orNull(Function<ElectionProperties, @Nullable T> key) {
        T own = key.apply(election);
        return own == null ? key.apply(parent) : own;
    }

    <T> T get(Function<ElectionProperties, @Nullable T> key, T otherwise) {
        T value = orNull(key);
        return value == null ? otherwise : value;
    }
}
