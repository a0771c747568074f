package io.leaderelection.sample.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The terms of all replicas, put together from what they tell. Not safe for use by several threads. */
final class Chronicle {

    private static final int MEMORY = 400;

    private final List<Term> terms = new ArrayList<>();

    /** Takes in what a replica tells, if it is about a term. */
    void hear(Report report) {
        switch (report.kind()) {
            case "granted" -> {
                term(report).yes(report.nanos());
                term(report).announce();
            }
            case "beat", "enter" -> term(report).yes(report.nanos());
            case "vitals" -> hear(Vitals.of(report), report);
            case "revoked" -> term(report).end(report.nanos(), report.details().get(0));
            case "drained" ->
                latest(report.replica())
                        .ifPresent(term ->
                                term.drain(Long.parseLong(report.details().get(0))));
            default -> {
                // is not about a term
            }
        }
    }

    private void hear(Vitals vitals, Report report) {
        if (vitals.open()) {
            Term term = term(report);
            term.yes(vitals.nanos());
            term.promise(vitals.deadline());
        }
    }

    /** The gate of that replica's term, if it is open, stays so until that time at most, without a further renewal. */
    void promise(String replica, long until) {
        latest(replica).filter(Term::isOpen).ifPresent(term -> term.promise(until));
    }

    /** The replica was killed at that time, and was alive until then. */
    void killed(String replica, long nanos) {
        latest(replica).ifPresent(term -> term.end(nanos, "KILLED"));
    }

    /** The replica's process has ended: it said its last yes while it lived. */
    void gone(String replica) {
        latest(replica).filter(Term::isOpen).ifPresent(term -> term.end(term.lastYes(), "PROCESS ENDED"));
    }

    /** The terms in the order in which they began. */
    List<Term> terms() {
        return List.copyOf(terms);
    }

    /** The time without a leader before each term, as {@link #gapBefore}. */
    List<Long> gaps() {
        return IntStream.range(0, terms.size()).mapToObj(this::gapBefore).toList();
    }

    /**
     * The time without a leader before a term: negative if it began while another went on, and then two led at once. The
     * first term has none before it, and zero.
     *
     * @param place its place in the order, from 0
     */
    long gapBefore(int place) {
        Term term = terms.get(place);
        OptionalLong end = terms.stream()
                .limit(place)
                .mapToLong(earlier -> earlier.endBefore(term))
                .max();
        return end.isEmpty() ? 0 : term.begin() - end.getAsLong();
    }

    private Term term(Report report) {
        return terms.stream()
                .filter(term -> term.token() == report.token() && term.replica().equals(report.replica()))
                .findAny()
                .orElseGet(() -> add(report));
    }

    private Term add(Report report) {
        Term term = new Term(report.replica(), report.token(), report.nanos());
        if (terms.size() == MEMORY) {
            terms.remove(0);
        }
        terms.add(term);
        terms.sort(Comparator.comparingLong(Term::begin));
        return term;
    }

    private Optional<Term> latest(String replica) {
        return terms.stream().filter(term -> term.replica().equals(replica)).reduce((earlier, later) -> later);
    }
}
