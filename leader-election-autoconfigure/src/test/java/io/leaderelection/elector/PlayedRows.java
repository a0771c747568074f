package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.elector.ElectionTable.Row;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps the tests of the table honest: each row must have been played by the test that {@code docs/election.md} names
 * for it, which is seen after each class, and must have led, in one test or another, to each of the states that it names,
 * which is seen after the last class. Where only some tests were run, only their rows are checked.
 */
final class PlayedRows implements BeforeEachCallback, AfterAllCallback {

    private final ElectionDocument document = ElectionDocument.read();
    private final Map<String, Set<Row>> rowsByTest = new HashMap<>();
    private final Map<Row, Set<State>> statesByRow = new HashMap<>();
    private String test = "";

    /** Takes note of a row that was played, and of the state that it led to. */
    void add(Row row, State next) {
        rowsByTest.get(test).add(row);
        statesByRow.computeIfAbsent(row, r -> new HashSet<>()).add(next);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        test = context.getRequiredTestMethod().getName();
        rowsByTest.put(test, new HashSet<>());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> gaps = new ArrayList<>();
        for (Row row : ElectionTable.ROWS) {
            String named = document.of(row).test();
            Set<Row> played = rowsByTest.get(named);
            if (played != null && !played.contains(row)) {
                gaps.add("%s does not play %s on %s".formatted(named, row.state(), row.event()));
            }
        }
        if (rowsByTest.keySet().containsAll(allTests())) {
            for (Row row : ElectionTable.ROWS) {
                Set<State> states = statesByRow.getOrDefault(row, Set.of());
                if (!states.equals(row.next())) {
                    gaps.add("%s on %s leads to %s in the table, to %s in the tests"
                            .formatted(row.state(), row.event(), row.next(), states));
                }
            }
        }
        assertThat(gaps).as("rows of the table that the tests do not show").isEmpty();
    }

    /** The names of all tests that play rows. */
    static List<String> allTests() {
        return Arrays.stream(ElectorTest.class.getPermittedSubclasses())
                .flatMap(tests -> Arrays.stream(tests.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .toList();
    }
}
