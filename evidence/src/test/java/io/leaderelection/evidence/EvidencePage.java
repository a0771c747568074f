package io.leaderelection.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** {@code docs/evidence.md}: what each fault does to each contender. */
final class EvidencePage {

    private static final String HEAD = """
        # Evidence: the same faults for us and for others

        <!-- Written by the command below from evidence/results/results.json. Do not edit: the build compares. -->

        %s candidates of each library elect on one Lease each, on one kube-apiserver with its etcd, in one run of

        ```sh
        mvn -Pevidence -pl evidence -am verify -Devidence.timings=%s -Devidence.rounds=%d
        ```

        on %s: %d × %s, %d GiB, Linux %s, Java %s, load %.0f to %.0f. The processors are shared by all candidates
        and perhaps by others: compare rows with one another, not with other machines. Each fault strikes all libraries
        half a second apart, in another order each round. Lease duration, renew deadline and retry period are %s s.
        [Raw results](../evidence/results/results.json),
        [the judge](%s) and
        [its tests](%s), which plant what it must find.

        """;

    private static final String TESTS = "../evidence/src/test/java/io/leaderelection/evidence/";

    private static final String MEANING = """
        ## Faults

        Times are in seconds. *Other leads*: from the fault until another process says that it leads, median. *Nobody
        leads*: the longest time in which no process said so. *Told*: from the fault, or the end of the pause, until the
        old leader's work is told to end, median; – where it was not, or its process was gone. *Two answers*, *two
        work*: in how many runs two processes said that they lead, or worked, at once, and for how long at most; a
        paused process does neither. *Late*: writes that the receiver took after those of a later term. *Stopped*:
        writes that the receiver refused for their fencing token, or that the library held back.

        """;

    private static final String NOT_INJECTED = """
        ## What is not here

        - A stepped wall clock, a suspended machine, a clock of another rate: [the simulation](simulation.md) plays them.
        - Spring Cloud Kubernetes: its leader election for Spring Boot 4 is not on Maven Central.
        - Electors over a database, such as Spring Integration's and ShedLock; many standbys on one lease; many elections of one
          process: not measured yet.
        """;

    private final Results results;
    private final StringBuilder page = new StringBuilder();

    private EvidencePage(Results results) {
        this.results = results;
    }

    static String render(Results results) {
        return new EvidencePage(results).render();
    }

    private String render() {
        Machine machine = results.machine();
        page.append(String.format(
                Locale.ROOT,
                HEAD,
                "Three",
                results.timings(),
                rounds(),
                results.date(),
                machine.processors(),
                machine.processor(),
                machine.memoryGib(),
                machine.kernel(),
                machine.java(),
                results.lowestLoad(),
                results.highestLoad(),
                results.timings(),
                TESTS + "Judge.java",
                TESTS + "JudgeTests.java"));
        if (results.remark() != null) {
            page.append("**").append(results.remark()).append("**\n\n");
        }
        better();
        contenders();
        targets();
        page.append(MEANING);
        for (Scenario scenario : Scenario.values()) {
            scenario(scenario);
        }
        return page.append(NOT_INJECTED).toString();
    }

    private int rounds() {
        return results.of(Scenario.KILL, Contender.OURS).size();
    }

    private void better() {
        List<String> sentences = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            for (Question question : Question.values()) {
                double ours = question.of(results.of(scenario, Contender.OURS));
                for (Contender peer : results.contenders()) {
                    double theirs = question.of(results.of(scenario, peer));
                    if (peer != Contender.OURS && Question.isBetter(theirs, ours)) {
                        sentences.add("- %s: with %s %s; ours: %s."
                                .formatted(
                                        scenario.title(),
                                        peer.label(),
                                        question.sentence(theirs),
                                        Sample.format(ours)));
                    }
                }
            }
        }
        page.append("## Where another one is better\n\n");
        page.append(sentences.isEmpty() ? "In no row by more than chance.\n" : String.join("\n", sentences) + "\n");
        page.append(
                "\nWho leads on while it is cut off leaves nobody without a leader, and may lead beside another: the columns *two"
                        + " answers*\nand *two work* below tell.\n");
        page.append("\nRequests, memory and processor time: [performance](performance.md).\n\n");
    }

    private void contenders() {
        page.append("## Candidates\n\n| library | version | how it is run |\n|---|---|---|\n");
        results.versions()
                .forEach((contender, version) ->
                        page.append("| %s | %s | %s |\n".formatted(contender.label(), version, contender.usage())));
        page.append('\n');
    }

    private void targets() {
        page.append("## What ours should do, and did\n\n| target | measured | met |\n|---|---|---|\n");
        Targets.of(results)
                .forEach(target -> page.append("| %s | %s | %s |\n"
                        .formatted(target.text(), target.measured(), target.isMet() ? "yes" : "**no**")));
        page.append('\n');
    }

    private void scenario(Scenario scenario) {
        page.append("### %s\n\nBy %s. A unit of work takes %s s.\n\n"
                .formatted(
                        scenario.title(), scenario.injection(), scenario.work().toMillis() / 1000.0));
        page.append("| library | runs | other leads | nobody leads: median | max | told "
                + "| two answers: runs | max | two work: runs | max | late | stopped |\n");
        page.append("|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        results.contenders().forEach(contender -> row(contender, results.of(scenario, contender)));
        page.append('\n');
    }

    private void row(Contender contender, List<Outcome> outcomes) {
        Sample takeover = Sample.seconds(outcomes, Outcome::takeover);
        Sample told = Sample.seconds(outcomes, Outcome::told);
        page.append("| %s | %d | %s | %s | %s | %s | %s | %d | %d |\n"
                .formatted(
                        contender.label(),
                        outcomes.size(),
                        takeover.isEmpty() ? "–" : Sample.format(takeover.median()),
                        Sample.seconds(outcomes, Outcome::absence).medianAndMax(),
                        told.isEmpty() ? "–" : Sample.format(told.median()),
                        overlaps(outcomes, Outcome::answersOverlap, Outcome::answersBeside),
                        overlaps(outcomes, Outcome::workOverlap, Outcome::workOverlap),
                        outcomes.stream().mapToLong(Outcome::lateWrites).sum(),
                        outcomes.stream()
                                .mapToLong(outcome -> outcome.refusedWrites() + outcome.withheldWrites())
                                .sum()));
    }

    private static String overlaps(
            List<Outcome> outcomes, ToLongFunction<Outcome> nanos, ToLongFunction<Outcome> count) {
        long runs = outcomes.stream()
                .filter(outcome -> nanos.applyAsLong(outcome) > 0 || count.applyAsLong(outcome) > 0)
                .count();
        return "%d | %s"
                .formatted(
                        runs,
                        runs == 0
                                ? "0"
                                : Sample.format(Sample.seconds(outcomes, nanos::applyAsLong)
                                        .max()));
    }
}
