package io.leaderelection.evidence;

import io.leaderelection.test.apiserver.ApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One scenario for all teams: they settle together, suffer half a second apart, and are observed side by side. */
final class Round {

    private static final long APART = 500_000_000;

    private Round() {}

    static List<Outcome> play(ApiServer server, Scenario scenario, List<Team> teams) throws Exception {
        List<Trial> trials = together(teams.stream()
                .map(team -> (Callable<Trial>) () -> new Trial(scenario, team))
                .toList());
        if (scenario.isServers()) {
            trials.forEach(Trial::begin);
            scenario.injectServer(server, teams.get(0).timings());
        } else {
            for (Trial trial : trials) {
                trial.inject();
                Pacing.waitUntil(System.nanoTime() + APART);
            }
        }
        return together(
                trials.stream().map(trial -> (Callable<Outcome>) trial::observe).toList());
    }

    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
