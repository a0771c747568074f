package io.leaderelection.it.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times of repeated runs, in milliseconds, printed as a row: count, minimum, median, maximum. */
public final class Figures {

    private final String what;
    private final List<Double> millis = new ArrayList<>();

    /**
     * @param what what was measured, the beginning of the row
     */
    public Figures(String what) {
        this.what = what;
    }

    public void add(long nanos) {
        millis.add(nanos / 1e6);
    }

    /** Prints the row. */
    public void print() {
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        if (sorted.isEmpty()) {
            System.out.printf("MEASURED | %s | 0 runs |%n", what);
            return;
        }
        System.out.printf(
                "MEASURED | %s | %d runs | min %.1f ms | median %.1f ms | max %.1f ms |%n",
                what, sorted.size(), sorted.get(0), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }

    /** Prints the row of many samples, with the time that one in a hundred exceeds. */
    public void printTail() {
        List<Double> sorted = millis.stream().sorted().toList();
        System.out.printf(
                "MEASURED | %s | %d samples | median %.1f ms | p99 %.1f ms | max %.1f ms |%n",
                what,
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100),
                sorted.get(sorted.size() - 1));
    }

    /** Prints the row, and keeps its samples as one of a plot. */
    void print(Plot plot, String row) {
        print();
        plot.keep(row, millis);
    }

    /** Prints the row, and one with each time in the order of the runs. */
    public void printEach() {
        print();
        System.out.printf(
                "MEASURED | %s, each | %s |%n",
                what, millis.stream().map("%.0f"::formatted).toList());
    }
}
