package io.leaderelection.it.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The plots of {@code docs/measurements.md}. Each is drawn from the samples in the CSV file beside it, a line for each:
 * row, value. Measurements keep theirs with {@code -Dmeasure.plots=write}.
 */
enum Plot {
    TAKEOVERS("Time without a leader, in milliseconds", List.of(10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0), true),
    REQUESTS("Requests besides the watch, over two minutes, in seconds", List.of(0.0, 30.0, 60.0, 90.0, 120.0), false);

    private static final Path FOLDER = Path.of("..", "docs", "plots");

    private final String title;
    private final List<Double> ticks;
    private final boolean logarithmic;

    Plot(String title, List<Double> ticks, boolean logarithmic) {
        this.title = title;
        this.ticks = ticks;
        this.logarithmic = logarithmic;
    }

    Path csv() {
        return FOLDER.resolve(fileName() + ".csv");
    }

    Path svg() {
        return FOLDER.resolve(fileName() + ".svg");
    }

    private String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Replaces a row by the samples of a new run, and draws the plot anew, if that is asked for. */
    void keep(String row, List<Double> samples) {
        if ("write".equals(System.getProperty("measure.plots"))) {
            Map<String, List<Double>> rows = read();
            rows.put(row, samples);
            write(rows);
        }
    }

    /** The samples of each row. */
    Map<String, List<Double>> read() {
        Map<String, List<Double>> rows = new LinkedHashMap<>();
        try {
            for (String line : Files.exists(csv()) ? Files.readAllLines(csv()) : List.<String>of()) {
                String[] cells = line.split(",");
                List<Double> samples = rows.computeIfAbsent(cells[0], row -> new ArrayList<>());
                if (cells.length > 1) {
                    samples.add(Double.valueOf(cells[1]));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return rows;
    }

    private void write(Map<String, List<Double>> rows) {
        List<String> lines = new ArrayList<>();
        rows.forEach((row, samples) -> {
            if (samples.isEmpty()) {
                lines.add(row);
            }
            samples.forEach(sample -> lines.add("%s,%.1f".formatted(row, sample)));
        });
        try {
            Files.createDirectories(FOLDER);
            Files.write(csv(), lines);
            Files.writeString(svg(), draw(read()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The plot of these rows. */
    String draw(Map<String, List<Double>> rows) {
        return new StripPlot(title, ticks, logarithmic).draw(rows);
    }
}
