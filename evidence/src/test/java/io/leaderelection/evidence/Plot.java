package io.leaderelection.evidence;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A drawing with one row of dots for each candidate on a logarithmic axis, for light and dark pages. */
final class Plot {

    private static final int LEFT = 130;
    private static final int WIDTH = 560;
    private static final int ROW = 26;
    private static final double LOWEST = 0.01;
    private static final double HIGHEST = 100;
    private static final String STYLE = """
        <style>
          text { font: 13px system-ui, sans-serif; fill: #1f2328; }
          line { stroke: #d0d7de; }
          circle { fill: #0969da; fill-opacity: .55; }
          .ours circle { fill: #bc4c00; }
          .median { stroke: #1f2328; stroke-width: 2; }
          @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3; }
            line { stroke: #3d444d; }
            circle { fill: #58a6ff; }
            .ours circle { fill: #f0883e; }
            .median { stroke: #e6edf3; }
          }
        </style>
        """;

    private Plot() {}

    /**
     * Draws it as SVG.
     *
     * @param title what the axis means, in seconds
     */
    static String draw(String title, Map<Contender, Sample> rows) {
        int height = ROW * (rows.size() + 2) + 8;
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
                .formatted(LEFT + WIDTH + 30, height, title));
        svg.append(STYLE).append("<text x=\"%d\" y=\"17\">%s</text>\n".formatted(LEFT, title));
        for (double tick : List.of(0.01, 0.1, 1.0, 10.0, 100.0)) {
            svg.append(
                    "<line x1=\"%1$s\" x2=\"%1$s\" y1=\"%2$d\" y2=\"%3$d\"/>\n".formatted(x(tick), ROW, height - ROW));
            svg.append("<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s s</text>\n"
                    .formatted(x(tick), height - 9, tick < 1 ? Double.toString(tick) : Long.toString((long) tick)));
        }
        int row = 0;
        for (var entry : rows.entrySet()) {
            svg.append(row(entry.getKey(), entry.getValue(), ROW * ++row + ROW / 2));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String row(Contender contender, Sample sample, int y) {
        StringBuilder row = new StringBuilder("<g class=\"%s\">".formatted(contender.label()));
        row.append(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>".formatted(LEFT - 10, y + 5, contender.label()));
        sample.sorted().forEach(value -> row.append("<circle cx=\"%s\" cy=\"%d\" r=\"5\"/>".formatted(x(value), y)));
        if (!sample.isEmpty()) {
            row.append("<line class=\"median\" x1=\"%1$s\" x2=\"%1$s\" y1=\"%2$d\" y2=\"%3$d\"/>"
                    .formatted(x(sample.median()), y - 9, y + 9));
        }
        return row.append("</g>\n").toString();
    }

    private static String x(double seconds) {
        double part = Math.log(Math.min(HIGHEST, Math.max(LOWEST, seconds)) / LOWEST) / Math.log(HIGHEST / LOWEST);
        return String.format(Locale.ROOT, "%.1f", LEFT + WIDTH * part);
    }
}
