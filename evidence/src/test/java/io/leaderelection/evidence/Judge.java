package io.leaderelection.evidence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the histories of the processes of one lease. A process does nothing while it is paused: what was so
 * before and after is not taken to be so meanwhile.
 */
final class Judge {

    private final List<Line> lines;
    private final List<Span> pauses;
    private final List<Span> answers;
    private final List<Span> work;

    /**
     * @param lines of all processes, in any order
     * @param pauses when processes were stopped by a signal
     */
    Judge(List<Line> lines, List<Span> pauses) {
        this.lines =
                lines.stream().sorted(Comparator.comparingLong(Line::nanos)).toList();
        this.pauses = List.copyOf(pauses);
        this.answers = byProcess().values().stream()
                .flatMap(each -> answersOf(each).stream())
                .toList();
        this.work = byProcess().values().stream()
                .flatMap(each -> workOf(each).stream())
                .toList();
    }

    /** When processes said that they lead, each as long as it said so again and again. */
    List<Span> answers() {
        return answers;
    }

    /** How often a process said that it leads while another one did. */
    long answersBeside() {
        return lines.stream()
                .filter(line -> line.is("yes"))
                .filter(line -> answers.stream().anyMatch(span -> span.contains(line)))
                .count();
    }

    /** For how long two processes said so at once, in nanoseconds. */
    long answersOverlap() {
        return overlap(answers);
    }

    /** For how long two processes worked at once, in nanoseconds. */
    long workOverlap() {
        return overlap(work);
    }

    /** How often work began with a token below that of work which had begun before. */
    long tokenReversals() {
        List<Line> shown = lines.stream().filter(line -> line.is("enter")).toList();
        Deque<Line> told = new ArrayDeque<>(
                shown.stream().sorted(Comparator.comparingLong(Line::told)).toList());
        long highest = 0;
        long reversals = 0;
        for (Line line : shown) {
            while (told.getFirst().told() < line.nanos()) {
                highest = Math.max(highest, told.removeFirst().term());
            }
            reversals += line.term() < highest ? 1 : 0;
        }
        return reversals;
    }

    /** How many writes were taken though a later term had written before. */
    static long lateWrites(List<Write> writes) {
        Set<String> earlier = new HashSet<>();
        String last = "";
        long late = 0;
        for (Write write : writes) {
            if (write.accepted()) {
                if (!write.author().equals(last) && !earlier.contains(write.author())) {
                    earlier.add(last = write.author());
                } else if (!write.author().equals(last)) {
                    late++;
                }
            }
        }
        return late;
    }

    /** The longest time between two moments in which nobody said that it leads, in nanoseconds. */
    long absence(long from, long to) {
        long longest = 0;
        long covered = from;
        List<Span> sorted = answers.stream()
                .filter(span -> span.touches(from, to))
                .sorted(Comparator.comparingLong(Span::from))
                .toList();
        for (Span span : sorted) {
            longest = Math.max(longest, span.from() - covered);
            covered = Math.max(covered, span.to());
        }
        return Math.max(longest, to - covered);
    }

    private Map<String, List<Line>> byProcess() {
        return lines.stream().collect(Collectors.groupingBy(Line::process));
    }

    private List<Span> answersOf(List<Line> own) {
        List<Span> spans = new ArrayList<>();
        @Nullable Span current = null;
        for (Line line : own) {
            if (line.is("no") || (line.is("yes") && isPaused(line.process(), line.nanos(), line.told()))) {
                current = keep(spans, current);
            } else if (line.is("yes")) {
                if (current != null && isPaused(line.process(), current.to(), line.nanos())) {
                    current = keep(spans, current);
                }
                current = current == null
                        ? new Span(line.process(), line.told(), line.told())
                        : new Span(line.process(), current.from(), Math.max(current.from(), line.nanos()));
            }
        }
        keep(spans, current);
        return spans;
    }

    private static @Nullable Span keep(List<Span> spans, @Nullable Span current) {
        if (current != null) {
            spans.add(current);
        }
        return null;
    }

    /** A unit that never ended has gone on as long as its process has told anything. */
    private List<Span> workOf(List<Line> own) {
        Map<Long, Line> begun = new HashMap<>();
        List<Span> spans = new ArrayList<>();
        for (Line line : own) {
            if (line.is("enter")) {
                begun.put(line.term(), line);
            } else if (line.is("exit") && begun.containsKey(line.term())) {
                cut(new Span(line.process(), begun.remove(line.term()).told(), line.nanos()), spans);
            }
        }
        long last = own.get(own.size() - 1).nanos();
        begun.values().forEach(enter -> cut(new Span(enter.process(), enter.told(), last), spans));
        return spans;
    }

    private void cut(Span span, List<Span> into) {
        long from = span.from();
        for (Span pause : pauses) {
            if (pause.process().equals(span.process()) && pause.touches(from, span.to())) {
                add(span.process(), from, pause.from(), into);
                from = pause.to();
            }
        }
        add(span.process(), from, span.to(), into);
    }

    private static void add(String process, long from, long to, List<Span> into) {
        if (from < to) {
            into.add(new Span(process, from, to));
        }
    }

    private boolean isPaused(String process, long from, long to) {
        return pauses.stream().anyMatch(pause -> pause.process().equals(process) && pause.touches(from, to));
    }

    private static long overlap(List<Span> spans) {
        long total = 0;
        for (int i = 0; i < spans.size(); i++) {
            for (int j = i + 1; j < spans.size(); j++) {
                total += spans.get(i).overlap(spans.get(j));
            }
        }
        return total;
    }
}
