package io.leaderelection.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** {@code docs/performance.md}: how fast each contender hands over, and what it costs. */
final class PerformancePage {

    /** Those whose times are drawn. */
    static final List<Scenario> DRAWN = List.of(
            Scenario.SIGTERM, Scenario.SIGTERM_SLOW, Scenario.KILL, Scenario.CUT_BOTH_WAYS, Scenario.LEASE_DELETED);

    private static final String HEAD = """
        # Performance: ours beside others

        <!-- Written with docs/evidence.md by the same run. Do not edit: the build compares. -->

        By the run of %s that [evidence](evidence.md) tells of, on the same machine. What our own code costs within a
        process, and on other ground, is in [measurements](measurements.md).

        """;

    private final Results results;
    private final StringBuilder page = new StringBuilder();

    private PerformancePage(Results results) {
        this.results = results;
    }

    static String render(Results results) {
        return new PerformancePage(results).render();
    }

    /** The drawing of a scenario. */
    static String plot(Results results, Scenario scenario) {
        Map<Contender, Sample> rows = new LinkedHashMap<>();
        results.contenders()
                .forEach(contender ->
                        rows.put(contender, Sample.seconds(results.of(scenario, contender), Outcome::absence)));
        return Plot.draw(scenario.title() + ": nobody leads, seconds", rows);
    }

    static String plotFile(Scenario scenario) {
        return scenario.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".svg";
    }

    private String render() {
        page.append(HEAD.formatted(results.date()));
        better();
        upkeep();
        page.append("## How long nobody leads\n\nEach dot is one run, the stroke is the median.\n\n");
        DRAWN.forEach(scenario ->
                page.append("![%s](../evidence/results/%s)\n\n".formatted(scenario.title(), plotFile(scenario))));
        afterLease();
        return page.toString();
    }

    private void better() {
        List<String> sentences = new ArrayList<>();
        for (Cost cost : Cost.values()) {
            for (boolean leads : new boolean[] {true, false}) {
                double ours = cost.median(results, Contender.OURS, leads);
                for (Contender peer : results.contenders()) {
                    double theirs = cost.median(results, peer, leads);
                    if (theirs < ours * 0.9) {
                        sentences.add("- %s of a %s: %s %s, ours %s."
                                .formatted(
                                        cost.title,
                                        leads ? "leader" : "standby",
                                        peer.label(),
                                        cost.format(theirs),
                                        cost.format(ours)));
                    }
                }
            }
        }
        page.append("## Where another one is better\n\n");
        page.append(sentences.isEmpty() ? "In nothing of the next table.\n\n" : String.join("\n", sentences) + "\n\n");
    }

    private void upkeep() {
        page.append("## What a candidate costs while nothing happens\n\nMedians over %d s; two standbys each.\n\n"
                .formatted(results.idleSeconds()));
        page.append("| library | role |");
        for (Cost cost : Cost.values()) {
            page.append(" %s |".formatted(cost.title));
        }
        page.append("\n|---|---|").append("---|".repeat(Cost.values().length)).append('\n');
        for (Contender contender : results.contenders()) {
            for (boolean leads : new boolean[] {true, false}) {
                page.append("| %s | %s |".formatted(contender.label(), leads ? "leader" : "standby"));
                for (Cost cost : Cost.values()) {
                    page.append(" %s |".formatted(cost.format(cost.median(results, contender, leads))));
                }
                page.append('\n');
            }
        }
        page.append("\n"
                + "The requests are those of the server's audit log. All candidates ask themselves a hundred times"
                + " a second whether\n"
                + "they lead; processor time includes that. Java runs with 128 MiB of heap at most and one"
                + " compiler.\n\n");
    }

    private void afterLease() {
        page.append("## After a kill: later than last renewal and lease duration\n\n"
                + "Seconds; the last renewal is the time that the holder wrote into the Lease.\n\n"
                + "| library | runs | min | median | max |\n"
                + "|---|---|---|---|---|\n");
        for (Contender contender : results.contenders()) {
            Sample afterLease = Sample.seconds(results.of(Scenario.KILL, contender), Outcome::afterLease);
            if (!afterLease.isEmpty()) {
                page.append("| %s | %d | %s | %s |\n"
                        .formatted(
                                contender.label(),
                                afterLease.sorted().size(),
                                Sample.format(afterLease.sorted().get(0)),
                                afterLease.medianAndMax()));
            }
        }
    }

    /** What a process uses. */
    private enum Cost {
        REQUESTS("requests a minute", "%.1f", Upkeep::requests),
        WATCHES("watches opened a minute", "%.1f", Upkeep::watches),
        CPU("CPU seconds an hour", "%.0f", Upkeep::cpuSeconds),
        THREADS("threads", "%.0f", each -> (double) each.threads()),
        MEMORY("resident MiB", "%.0f", each -> (double) each.residentMib());

        private final String title;
        private final String format;
        private final Function<Upkeep, Double> number;

        Cost(String title, String format, Function<Upkeep, Double> number) {
            this.title = title;
            this.format = format;
            this.number = number;
        }

        double median(Results results, Contender contender, boolean leads) {
            Sample sample = Sample.numbers(
                    results.upkeep().stream()
                            .filter(each -> each.contender() == contender && each.leads() == leads)
                            .toList(),
                    number);
            return sample.median();
        }

        String format(double number) {
            return String.format(Locale.ROOT, format, number);
        }
    }
}
