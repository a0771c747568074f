package io.leaderelection.evidence;

import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.MissingPrerequisiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Contenders that suffer the same on the same server at the same time. */
final class Comparison implements AutoCloseable {

    private final ApiServer server;
    private final List<Team> teams = new ArrayList<>();
    private final List<Double> loads = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    /**
     * Prepares the teams.
     *
     * @param directory for histories and logs
     * @throws MissingPrerequisiteException if a contender cannot be built here
     */
    Comparison(ApiServer server, List<Contender> contenders, Timings timings, Path directory)
            throws MissingPrerequisiteException, IOException {
        this.server = server;
        for (Contender contender : contenders) {
            Path own = Files.createDirectories(directory.resolve(contender.label()));
            teams.add(new Team(server, contender, timings, own));
        }
    }

    /** Plays each scenario once. */
    void play(List<Scenario> scenarios) throws Exception {
        for (Scenario scenario : scenarios) {
            Collections.rotate(teams, 1);
            loads.add(Machine.load());
            List<Outcome> latest = Round.play(server, scenario, teams);
            latest.forEach(outcome -> System.out.println("EVIDENCE " + outcome));
            outcomes.addAll(latest);
        }
    }

    /** Lets nothing happen and looks at what that costs. */
    List<Upkeep> idle(Duration time) throws IOException {
        return Upkeep.measure(server, teams, time);
    }

    /** All outcomes so far, in order. */
    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** The lowest load average before a scenario. */
    double lowestLoad() {
        return Collections.min(loads);
    }

    /** The highest load average before a scenario. */
    double highestLoad() {
        return Collections.max(loads);
    }

    @Override
    public void close() throws Exception {
        for (Team team : teams) {
            team.close();
        }
    }
}
