package io.leaderelection.model;

import edu.mit.csail.sdg.alloy4.A4Reporter;
import edu.mit.csail.sdg.alloy4.Err;
import edu.mit.csail.sdg.parser.CompModule;
import edu.mit.csail.sdg.parser.CompUtil;
import edu.mit.csail.sdg.translator.A4Options;
import edu.mit.csail.sdg.translator.A4Solution;
import edu.mit.csail.sdg.translator.TranslateAlloyToKodkod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import kodkod.engine.satlab.SATFactory;

/**
 * The model in {@code election.als}, or one with a rule changed.
 *
 * @param text in the language of Alloy
 */
record Model(String text) {

    /** The sizes within which everything is tried, but for the number of steps. */
    static final String BOUNDS = "exactly %d Process, exactly %1$d Name, exactly 4 Tick, exactly %d Version";

    static Model read() {
        try (InputStream file = Objects.requireNonNull(Model.class.getResourceAsStream("election.als"))) {
            return new Model(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The model with one thing changed, which must be there. */
    Model with(String rule, String other) {
        if (!text.contains(rule)) {
            throw new IllegalArgumentException("Not in the model: " + rule);
        }
        return new Model(text.replace(rule, other));
    }

    /**
     * Looks for a run of exactly so many states; it may stand still at its end.
     *
     * @param wanted what must hold of it
     * @param processes how many there are
     * @param versions how many states the record may have
     * @return the events of the run, the first of which is its beginning, if there is one
     */
    Optional<List<Happening>> find(String wanted, int processes, int versions, int states) {
        String bounds = BOUNDS.formatted(processes, versions);
        String command = "%nrun { %s } for 3 but %s, %d..%3$d steps%n".formatted(wanted, bounds, states);
        CompModule module = CompUtil.parseEverything_fromString(A4Reporter.NOP, text + command);
        A4Options options = new A4Options();
        options.solver = SATFactory.DEFAULT; // in Java, on every machine
        A4Solution solution = TranslateAlloyToKodkod.execute_command(
                A4Reporter.NOP,
                module.getAllReachableSigs(),
                module.getAllCommands().get(0),
                options);
        return solution.satisfiable() ? Optional.of(happenings(module, solution)) : Optional.empty();
    }

    private static List<Happening> happenings(CompModule module, A4Solution run) throws Err {
        List<Happening> happenings = new ArrayList<>();
        for (int state = 0; state < run.getTraceLength(); state++) {
            happenings.add(
                    new Happening(atom(module, run, "Play.event", state), atom(module, run, "Play.actor", state)));
        }
        return happenings;
    }

    /** The name of the one atom that an expression is, without its number if it is the only one of its kind. */
    private static String atom(CompModule module, A4Solution run, String expression, int state) throws Err {
        String set = run.eval(CompUtil.parseOneExpression_fromString(module, expression), state)
                .toString();
        String atom = set.substring(1, set.length() - 1);
        return atom.startsWith("Process") ? atom : atom.replaceAll("\\$.*", "");
    }

    /**
     * What happens in one step.
     *
     * @param event its name in the model
     * @param actor the process, empty if it is none
     */
    record Happening(String event, String actor) {}
}
