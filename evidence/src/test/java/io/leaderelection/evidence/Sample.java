package io.leaderelection.evidence;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * Numbers of the same kind, in order.
 *
 * @param sorted from the lowest to the highest
 */
record Sample(List<Double> sorted) {

    /** Times in nanoseconds as seconds, without those that are missing. */
    static <T> Sample seconds(Collection<T> of, Function<T, Long> nanos) {
        return new Sample(of.stream()
                .map(nanos)
                .filter(Objects::nonNull)
                .map(value -> value / 1e9)
                .sorted()
                .toList());
    }

    /** Other numbers. */
    static <T> Sample numbers(Collection<T> of, Function<T, Double> number) {
        return new Sample(of.stream().map(number).sorted().toList());
    }

    boolean isEmpty() {
        return sorted.isEmpty();
    }

    /** Not a number if there are none. */
    double median() {
        if (isEmpty()) {
            return Double.NaN;
        }
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Not a number if there are none. */
    double max() {
        return isEmpty() ? Double.NaN : sorted.get(sorted.size() - 1);
    }

    /** Median and maximum as two cells of a table. */
    String medianAndMax() {
        return isEmpty() ? "– | –" : format(median()) + " | " + format(max());
    }

    static String format(double number) {
        return String.format(Locale.ROOT, number < 100 ? "%.3f" : "%.0f", number);
    }
}
