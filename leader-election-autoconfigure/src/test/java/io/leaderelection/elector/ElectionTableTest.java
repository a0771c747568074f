package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.elector.ElectionTable.Row;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The table is whole, and {@code docs/election.md} tells it as it is. After a change of the table, this writes states and
 * events of the document's tables anew; what is said of a new row is then added there by hand:
 *
 * <pre>mvn -pl leader-election-autoconfigure test -Dtest=ElectionTableTest -Delection.docs=write</pre>
 */
class ElectionTableTest {

    private final ElectionDocument document = ElectionDocument.read();

    /**
     * What one state ignores.
     *
     * @param why why there is nothing to do
     */
    record Ignored(State state, String why, Set<EventKind> events) {

        Ignored(State state, String why, EventKind first, EventKind... others) {
            this(state, why, EnumSet.of(first, others));
        }
    }

    /** Every combination that is not in the table, with the reason. */
    private static final List<Ignored> IGNORED = List.of(
            new Ignored(
                    State.STOPPED,
                    "takes no part: there is no term, no request, no timer and no watch",
                    EnumSet.complementOf(EnumSet.of(EventKind.START, EventKind.WORK_ENDED))),
            new Ignored(State.STANDBY, "has started already", EventKind.START),
            new Ignored(
                    State.STANDBY,
                    "has no term that could end, and no work",
                    EventKind.DEADLINE,
                    EventKind.DRAIN,
                    EventKind.WORK_ENDED),
            new Ignored(State.TAKING, "has started already", EventKind.START),
            new Ignored(
                    State.TAKING,
                    "a write is under way, and nothing else is planned",
                    EventKind.FOUND,
                    EventKind.MISSING,
                    EventKind.NEXT),
            new Ignored(State.TAKING, "rehearses no more", EventKind.REHEARSAL, EventKind.REHEARSED),
            new Ignored(State.TAKING, "has no term yet", EventKind.DEADLINE, EventKind.DRAIN, EventKind.WORK_ENDED),
            new Ignored(State.LEADING, "has started already", EventKind.START),
            new Ignored(State.LEADING, "its work goes on", EventKind.DRAIN, EventKind.WORK_ENDED),
            new Ignored(State.LEADING, "holds the lease itself", EventKind.HOLDER_DIED),
            new Ignored(State.LEADING, "has no takeover to rehearse", EventKind.REHEARSAL, EventKind.REHEARSED),
            new Ignored(State.LEADING, "news that tells more has been acted on", EventKind.OVERTAKEN),
            new Ignored(State.DRAINING, "has started already", EventKind.START),
            new Ignored(State.DRAINING, "is stepping down already", EventKind.RESIGN),
            new Ignored(State.DRAINING, "holds the lease itself", EventKind.HOLDER_DIED),
            new Ignored(State.DRAINING, "has no takeover to rehearse", EventKind.REHEARSAL, EventKind.REHEARSED),
            new Ignored(State.DRAINING, "news that tells more has been acted on", EventKind.OVERTAKEN),
            new Ignored(State.RELEASING, "has not stopped yet", EventKind.START),
            new Ignored(State.RELEASING, "is stepping down already", EventKind.RESIGN),
            new Ignored(
                    State.RELEASING,
                    "the conditional write tells more",
                    EventKind.NEWS,
                    EventKind.DELETED,
                    EventKind.HOLDER_DIED,
                    EventKind.OVERTAKEN),
            new Ignored(State.RELEASING, "has no takeover to rehearse", EventKind.REHEARSAL, EventKind.REHEARSED),
            new Ignored(State.RELEASING, "the work has ended already", EventKind.DRAIN, EventKind.WORK_ENDED),
            new Ignored(State.LOST, "has started already", EventKind.START),
            new Ignored(State.LOST, "may not take over yet", EventKind.REHEARSAL, EventKind.REHEARSED),
            new Ignored(State.LOST, "the term is over already", EventKind.RESIGN, EventKind.DEADLINE),
            new Ignored(
                    State.LOST,
                    "the lease is read again once the work has ended",
                    EventKind.FOUND,
                    EventKind.MISSING,
                    EventKind.WRITTEN,
                    EventKind.OVERTAKEN,
                    EventKind.CONFLICT,
                    EventKind.FAILURE,
                    EventKind.NEXT));

    @Test
    void everyRowNamesATestOfTheElector() {
        List<String> tests = PlayedRows.allTests();

        assertThat(tests).doesNotHaveDuplicates();
        for (Row row : ElectionTable.ROWS) {
            assertThat(tests)
                    .as("%s on %s", row.state(), row.event())
                    .contains(document.of(row).test());
        }
    }

    @Test
    void everyCombinationIsEitherARowOrIgnoredForAReason() {
        List<String> listed = new ArrayList<>();
        ElectionTable.ROWS.forEach(row -> listed.add(row.state() + " " + row.event()));
        IGNORED.forEach(ignored -> ignored.events().forEach(event -> listed.add(ignored.state() + " " + event)));

        List<String> all = EnumSet.allOf(State.class).stream()
                .flatMap(state -> EnumSet.allOf(EventKind.class).stream().map(event -> state + " " + event))
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(all);
    }

    @TestFactory
    List<DynamicTest> whatIsIgnoredChangesNothing() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Ignored ignored : IGNORED) {
            for (EventKind event : ignored.events()) {
                eventOf(event)
                        .ifPresent(input -> tests.add(DynamicTest.dynamicTest(
                                ignored.state() + " ignores " + event,
                                () -> in(ignored.state())
                                        .happens(input)
                                        .doesNothing()
                                        .is(ignored.state()))));
            }
        }
        return tests;
    }

    @Test
    void everyStateIsReachedFromTheStart() {
        Set<State> reached = new LinkedHashSet<>(Set.of(State.STOPPED));
        for (int step = 0; step < State.values().length; step++) {
            ElectionTable.ROWS.stream()
                    .filter(row -> reached.contains(row.state()))
                    .map(Row::next)
                    .toList()
                    .forEach(reached::addAll);
        }
        assertThat(reached).containsExactlyInAnyOrder(State.values());
    }

    @Test
    void everyInvariantThatARowNamesIsExplained() {
        Set<String> explained = IntStream.rangeClosed(1, 14)
                .mapToObj(number -> "I" + number)
                .filter(invariant -> document.text().contains("- **" + invariant + "**"))
                .collect(Collectors.toSet());

        assertThat(explained).hasSize(14);
        assertThat(ElectionTable.ROWS)
                .allSatisfy(row -> assertThat(document.of(row).eachInvariant()).isSubsetOf(explained));
    }

    @Test
    void everyRowIsExplained() {
        assertThat(ElectionTable.ROWS)
                .allSatisfy(row -> assertThat(document.of(row).does()).isNotEmpty());
    }

    @Test
    void theDocumentTellsTheTableAsItIs() throws IOException {
        String expected = document.withRows()
                .with("diagram", diagram())
                .with("ignored", ignored())
                .text();
        if ("write".equals(System.getProperty("election.docs"))) {
            Files.writeString(ElectionDocument.FILE, expected);
        } else {
            assertThat(document.text())
                    .as("docs/election.md; see the comment of this class for how to write it anew")
                    .isEqualTo(expected);
        }
    }

    /** The changes of state, each with the events that can bring it. */
    private static String diagram() {
        Map<String, Set<EventKind>> arrows = new LinkedHashMap<>();
        for (Row row : ElectionTable.ROWS) {
            row.next().stream()
                    .filter(next -> next != row.state())
                    .map(next -> row.state() + " --> " + next)
                    .forEach(arrow -> arrows.computeIfAbsent(arrow, none -> EnumSet.noneOf(EventKind.class))
                            .add(row.event()));
        }
        StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n    direction LR\n    [*] --> STOPPED\n");
        arrows.forEach((arrow, events) -> text.append("    %s: %s\n"
                .formatted(arrow, events.stream().map(EventKind::name).collect(Collectors.joining(", ")))));
        return text.append("```\n").toString();
    }

    private static String ignored() {
        StringBuilder text = new StringBuilder("| state | ignored | because it |\n|---|---|---|\n");
        for (Ignored ignored : IGNORED) {
            String events = ignored.state() == State.STOPPED
                    ? "everything else"
                    : ignored.events().stream().map(EventKind::name).collect(Collectors.joining(", "));
            text.append("| %s | %s | %s |\n".formatted(ignored.state(), events, ignored.why()));
        }
        return text.toString();
    }

    private static Scene in(State state) {
        Scene scene = new Scene();
        switch (state) {
            case STOPPED -> {}
            case STANDBY -> scene.follows("b");
            case TAKING -> scene.follows("b").hearsOfDeathOf("p-b");
            case LEADING -> scene.leads();
            case DRAINING -> scene.leads().resigns(Duration.ZERO);
            case RELEASING -> scene.leads().resigns(Duration.ZERO).workEnds();
            case LOST -> scene.leads().loses();
        }
        return scene.is(state);
    }

    /** An event of this kind; none for the answers, which reach a state only if it has asked. */
    private static Optional<ElectorEvent> eventOf(EventKind kind) {
        Map<EventKind, ElectorEvent> events = Map.ofEntries(
                Map.entry(EventKind.START, new ElectorEvent.Start()),
                Map.entry(EventKind.STOP, new ElectorEvent.Stop()),
                Map.entry(EventKind.RESIGN, new ElectorEvent.Resign(Duration.ZERO)),
                Map.entry(EventKind.NEWS, new ElectorEvent.News(new PaperLease().says(Records.sealed("c", 1)))),
                Map.entry(EventKind.DELETED, new ElectorEvent.Deleted(new Version("object-1", "1000"))),
                Map.entry(EventKind.HOLDER_DIED, new ElectorEvent.HolderDied("p-c")),
                Map.entry(EventKind.NEXT, new ElectorEvent.TimerFired(TimerKind.NEXT)),
                Map.entry(EventKind.DEADLINE, new ElectorEvent.TimerFired(TimerKind.DEADLINE)),
                Map.entry(EventKind.DRAIN, new ElectorEvent.TimerFired(TimerKind.DRAIN)),
                Map.entry(EventKind.SILENCE, new ElectorEvent.TimerFired(TimerKind.SILENCE)),
                Map.entry(EventKind.REHEARSAL, new ElectorEvent.TimerFired(TimerKind.REHEARSAL)),
                Map.entry(EventKind.WATCH_LIVE, new ElectorEvent.WatchLive()),
                Map.entry(
                        EventKind.WATCH_DOWN,
                        new ElectorEvent.WatchDown(new StoreFailure(StoreFailure.Kind.SERVER, "no"))),
                Map.entry(EventKind.WORK_ENDED, new ElectorEvent.WorkEnded()));
        return Optional.ofNullable(events.get(kind));
    }
}
