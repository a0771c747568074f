package io.leaderelection.it.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The merged history of all processes of one election, and what must hold of it whatever happened: gates that were open
 * one after the other have rising tokens, so that no gate is seen open after another term's was; and a token belongs to
 * one process. A process may be stopped between its question at the gate and the answer: only what was surely later, asked
 * after the other line had been written, counts as such.
 */
public final class History {

    private final List<HistoryLine> lines;

    public History(List<HistoryLine> lines) {
        this.lines = lines.stream()
                .sorted(Comparator.comparingLong(HistoryLine::nanos))
                .toList();
    }

    public List<HistoryLine> lines() {
        return lines;
    }

    /** Everything that is wrong with this history; empty if nothing is. */
    public List<String> violations() {
        List<String> violations = new ArrayList<>();
        Map<Long, String> owners = new HashMap<>();
        Map<String, Long> granted = new HashMap<>();
        Deque<HistoryLine> told = new ArrayDeque<>(lines.stream()
                .filter(HistoryLine::showsOpenGate)
                .sorted(Comparator.comparingLong(HistoryLine::told))
                .toList());
        long highest = 0;
        for (HistoryLine line : lines) {
            if (line.showsOpenGate()) {
                while (told.getFirst().told() < line.nanos()) {
                    highest = Math.max(highest, told.removeFirst().token());
                }
                if (line.token() < highest) {
                    violations.add("gate of an older term open after that of token " + highest + ": " + line);
                }
                String owner = owners.putIfAbsent(line.token(), line.nonce());
                if (owner != null && !owner.equals(line.nonce())) {
                    violations.add("token of process " + owner + " used by another: " + line);
                }
            } else if (line.is("granted")) {
                Long open = granted.put(line.nonce(), line.token());
                if (open != null) {
                    violations.add("granted within a term that was not revoked, of token " + open + ": " + line);
                }
            } else if (line.is("revoked")) {
                Long open = granted.remove(line.nonce());
                if (open == null || open != line.token()) {
                    violations.add("revoked without a grant of that token: " + line);
                }
            }
        }
        return violations;
    }

    /** Tokens of the gates that were seen open, in order, each once. */
    public List<Long> tokens() {
        return lines.stream()
                .filter(HistoryLine::showsOpenGate)
                .map(HistoryLine::token)
                .distinct()
                .toList();
    }
}
