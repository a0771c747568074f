package io.leaderelection.it.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws samples as SVG: a row for each kind, a dot for each sample, and a bar at the median. Its colours follow those that
 * the reader prefers.
 *
 * @param ticks values that the axis names, the first and the last of them at its ends
 * @param logarithmic whether equal distances are equal ratios
 */
record StripPlot(String title, List<Double> ticks, boolean logarithmic) {

    private static final int WIDTH = 760;
    private static final int LABELS = 290;
    private static final int RIGHT = 28;
    private static final int TOP = 44;
    private static final int ROW = 40;

    private static final String STYLE = """
              <style>
                text { font: 13px system-ui, sans-serif; fill: #1f2328 }
                .title { font-weight: 600 }
                .tick { fill: #59636e; text-anchor: middle }
                .label { text-anchor: end }
                .paper { fill: #ffffff }
                .line { stroke: #d1d9e0 }
                .dot { fill: #0969da; fill-opacity: .45 }
                .median { stroke: #bc4c00; stroke-width: 2.5 }
                @media (prefers-color-scheme: dark) {
                  text { fill: #f0f6fc }
                  .tick { fill: #9198a1 }
                  .paper { fill: #0d1117 }
                  .line { stroke: #3d444d }
                  .dot { fill: #58a6ff }
                  .median { stroke: #ffa657 }
                }
              </style>
            """;

    String draw(Map<String, List<Double>> rows) {
        int bottom = TOP + ROW * rows.size();
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">",
                WIDTH,
                bottom + 34,
                WIDTH);
        add(svg, "  <title>%s</title>", title);
        svg.append(STYLE);
        add(svg, "  <rect class=\"paper\" width=\"100%%\" height=\"100%%\"/>");
        add(svg, "  <text class=\"title\" x=\"16\" y=\"24\">%s</text>", title);
        ticks.forEach(tick -> tick(svg, tick, bottom));
        int y = TOP + ROW / 2;
        for (Map.Entry<String, List<Double>> row : rows.entrySet()) {
            row(svg, row.getKey(), row.getValue(), y);
            y += ROW;
        }
        return svg.append("</svg>\n").toString();
    }

    private void tick(StringBuilder svg, double tick, int bottom) {
        add(svg, "  <line class=\"line\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>", x(tick), TOP, bottom);
        add(svg, "  <text class=\"tick\" x=\"%.1f\" y=\"%d\">%.0f</text>", x(tick), bottom + 20, tick);
    }

    private void row(StringBuilder svg, String label, List<Double> samples, int y) {
        String count = samples.isEmpty() ? "none" : Integer.toString(samples.size());
        add(svg, "  <text class=\"label\" x=\"%d\" y=\"%d\">%s (%s)</text>", LABELS - 16, y + 4, label, count);
        for (double sample : samples) {
            add(svg, "  <circle class=\"dot\" cx=\"%.1f\" cy=\"%d\" r=\"4.5\"/>", x(sample), y);
        }
        if (logarithmic && !samples.isEmpty()) {
            double median = samples.stream().sorted().toList().get(samples.size() / 2);
            add(
                    svg,
                    "  <line class=\"median\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>",
                    x(median),
                    y - 13,
                    y + 13);
        }
    }

    /** Where a value is; at the axis's end if it is beyond. */
    private double x(double value) {
        double first = scaled(ticks.get(0));
        double last = scaled(ticks.get(ticks.size() - 1));
        double share = Math.min(1, Math.max(0, (scaled(value) - first) / (last - first)));
        return LABELS + share * (WIDTH - LABELS - RIGHT);
    }

    private double scaled(double value) {
        return logarithmic ? Math.log(Math.max(value, 1e-3)) : value;
    }

    private static void add(StringBuilder svg, String line, Object... values) {
        svg.append(String.format(Locale.ROOT, line, values)).append('\n');
    }
}
