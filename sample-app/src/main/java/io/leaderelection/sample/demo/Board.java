package io.leaderelection.sample.demo;

import io.leaderelection.sample.demo.View.Line;
import io.leaderelection.sample.demo.View.ShardView;
import io.leaderelection.sample.demo.View.Step;
import io.leaderelection.sample.demo.View.Story;
import io.leaderelection.sample.demo.View.TermView;
import io.leaderelection.sample.demo.View.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What there is to see of all that happened. Not safe for use by several threads: its {@link Room} guards it. */
final class Board {

    private final long zero = System.nanoTime();
    private final Chronicle chronicle = new Chronicle();
    private final Grid grid = new Grid();
    private final Scroll<Story> stories = new Scroll<>(300);
    private final Scroll<Work> work = new Scroll<>(6000);
    private final Scroll<Line> lines = new Scroll<>(100);
    private final Map<String, Work> running = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Map<String, Long> woken = new HashMap<>();
    private final Consumer<Story> teller;
    private long change;
    private long termsChanged;
    private List<ShardView> shards = List.of();
    private long shardsChanged;
    private @Nullable Step tour;

    /**
     * @param teller told every story
     */
    Board(Consumer<Story> teller) {
        this.teller = teller;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    long change() {
        return change;
    }

    @Nullable
    Step tour() {
        return tour;
    }

    /** Milliseconds from the opening of the room until that time. */
    double ms(long nanos) {
        return (nanos - zero) / 1e6;
    }

    void tell(long nanos, String replica, String tone, String text) {
        Story story = new Story(ms(nanos), replica, tone, text);
        stories.add(++change, story);
        teller.accept(story);
    }

    void show(@Nullable Step step) {
        tour = step;
        change++;
    }

    /** Takes in a line that the ledger has accepted. */
    void wrote(Line line) {
        lines.add(++change, line);
    }

    /** Takes in what a replica tells. */
    void hear(Report report) {
        if (!grid.hear(report)) {
            hearOfLeader(report);
        }
    }

    private void hearOfLeader(Report report) {
        chronicle.hear(report);
        switch (report.kind()) {
            case "granted" ->
                tellOfTerm(
                        report,
                        "lead",
                        "leads: term %s, fencing token %s"
                                .formatted(report.details().get(0), report.token()));
            case "revoked" ->
                tellOfTerm(
                        report, "loss", "leads no longer: " + report.details().get(0));
            case "drained" -> termsChanged = ++change;
            case "enter" -> enter(report);
            case "exit" -> exit(report);
            case "skipped" -> skip(report);
            case "refused" -> refuse(report);
            case "vitals" -> answer(report);
            default -> {
                // is nothing to see
            }
        }
    }

    void killed(String replica, long nanos) {
        chronicle.killed(replica, nanos);
        grid.killed(replica, nanos);
        termsChanged = ++change;
        tell(nanos, replica, "harm", "is killed");
    }

    void gone(String replica, long nanos) {
        chronicle.gone(replica);
        grid.gone(replica);
        running.entrySet().removeIf(each -> {
            boolean left = each.getKey().startsWith(replica + " ");
            if (left) {
                end(each.getValue(), nanos, "lost");
            }
            return left;
        });
        woken.remove(replica);
        termsChanged = ++change;
        tell(nanos, replica, "log", "has ended");
    }

    /** The replica goes on after a pause: what its gate says first is worth telling. */
    void woken(String replica, long nanos) {
        woken.put(replica, nanos);
    }

    /** The terms, if they have changed since. */
    @Nullable
    List<TermView> termsAfter(long seen, long now) {
        return termsChanged > seen ? terms(now) : null;
    }

    /** All shards in their order. */
    List<ShardView> shards(long now) {
        return grid.view(this, now);
    }

    /** The shards, if they have changed since. */
    @Nullable
    List<ShardView> shardsAfter(long seen, long now) {
        List<ShardView> present = shards(now);
        if (!present.equals(shards)) {
            shards = present;
            shardsChanged = ++change;
        }
        return shardsChanged > seen ? shards : null;
    }

    List<Work> workAfter(long seen) {
        return work.after(seen);
    }

    List<Line> linesAfter(long seen) {
        return lines.after(seen);
    }

    List<Story> storiesAfter(long seen) {
        return stories.after(seen);
    }

    private List<TermView> terms(long now) {
        List<TermView> views = new ArrayList<>();
        List<Long> gaps = chronicle.gaps();
        for (Term term : chronicle.terms()) {
            views.add(new TermView(
                    term.replica(),
                    Long.toString(term.token()),
                    ms(term.begin()),
                    term.isOpen() ? null : ms(term.end(now)),
                    ms(term.drained(now)),
                    gaps.get(views.size()) / 1e6,
                    term.ended()));
        }
        return views;
    }

    private void tellOfTerm(Report report, String tone, String text) {
        termsChanged = ++change;
        tell(report.nanos(), report.replica(), tone, text);
    }

    private void enter(Report report) {
        String id = report.replica() + " " + report.nanos();
        Work begun = new Work(id, report.replica(), Long.toString(report.token()), ms(report.nanos()), null, "running");
        running.put(key(report), begun);
        work.add(++change, begun);
    }

    private void exit(Report report) {
        Work begun = running.remove(key(report));
        if (begun != null) {
            end(begun, report.nanos(), refused.remove(report.replica()) ? "refused" : "done");
        }
    }

    private void end(Work begun, long nanos, String outcome) {
        work.add(++change, new Work(begun.id(), begun.replica(), begun.token(), begun.from(), ms(nanos), outcome));
    }

    private static String key(Report report) {
        return "%s %s %s %s"
                .formatted(
                        report.replica(),
                        report.nonce(),
                        report.token(),
                        report.details().get(0));
    }

    private void skip(Report report) {
        double at = ms(report.nanos());
        work.add(++change, new Work(report.replica() + " " + report.nanos(), report.replica(), "", at, at, "skipped"));
    }

    private void refuse(Report report) {
        refused.add(report.replica());
        String token = Long.toString(report.token());
        lines.add(++change, new Line(ms(report.nanos()), token, report.replica(), "late", false));
        tell(
                report.nanos(),
                report.replica(),
                "proof",
                "wrote late with token %s: the ledger refused the line".formatted(token));
    }

    private void answer(Report report) {
        Long wake = woken.get(report.replica());
        if (wake == null || report.nanos() < wake) {
            return;
        }
        woken.remove(report.replica());
        boolean open = Vitals.of(report).open();
        tell(
                report.nanos(),
                report.replica(),
                open ? "log" : "proof",
                open
                        ? "asks its gate for the first time since: yes, its lease still holds"
                        : "asks its gate for the first time since: refused");
    }
}
