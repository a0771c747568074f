package io.leaderelection.evidence;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.LeaseHistory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** One scenario happening to one team once. */
final class Trial {

    private static final Duration AFTERMATH = Duration.ofSeconds(3);

    private final Scenario scenario;
    private final Team team;
    private final int writesBefore;
    private final Member leader;
    private long begun; // earlier than the unit of work that the fault falls into
    private long injected;
    private long healed;

    /** Settles the team. */
    Trial(Scenario scenario, Team team) throws IOException {
        this.scenario = scenario;
        this.team = team;
        team.workFor(scenario.work());
        this.leader = team.settle();
        this.writesBefore = team.receiver().writes().size();
    }

    /** Does it to the leader. */
    void inject() {
        begin();
        scenario.inject(team, leader);
    }

    /** It is being done to the server from now on. */
    void begin() {
        injected = System.nanoTime();
        begun = injected - scenario.work().plusMillis(500).toNanos();
    }

    /** Waits until it is over and its consequences have been seen. */
    Outcome observe() {
        Duration hold = scenario.hold(team.timings());
        Pacing.waitUntil(injected + hold.toNanos());
        if (hold.isZero() && !scenario.isServers()) {
            await("a successor", () -> takeover() != null);
        }
        healed = System.nanoTime();
        scenario.heal(team, leader);
        Pacing.waitUntil(System.nanoTime() + AFTERMATH.toNanos());
        await("a leader", () -> team.leader().isPresent());
        return outcome();
    }

    private void await(String what, Callable<Boolean> condition) {
        try {
            Awaiting.until(what, team.timings().leaseDuration().multipliedBy(4), condition);
        } catch (ConditionTimeoutException nobody) {
            // the outcome says so
        }
    }

    private Outcome outcome() {
        Judge judge = team.judge(begun);
        List<Write> all = team.receiver().writes();
        List<Write> writes = all.subList(writesBefore, all.size());
        return new Outcome(
                scenario,
                team.contender(),
                takeover(),
                judge.absence(begun, System.nanoTime()),
                told(),
                scenario == Scenario.KILL ? afterLease() : null,
                judge.answersBeside(),
                judge.answersOverlap(),
                judge.workOverlap(),
                team.contender().isFenced() ? judge.tokenReversals() : 0,
                Judge.lateWrites(writes),
                writes.stream().filter(write -> !write.accepted()).count(),
                count("withheld"));
    }

    private @Nullable Long takeover() {
        return team.members().stream()
                .filter(member -> member != leader)
                .flatMap(member -> member.linesSince(injected).stream())
                .filter(line -> line.is("yes") && line.nanos() > injected)
                .map(line -> line.told() - injected)
                .min(Long::compare)
                .orElse(null);
    }

    private @Nullable Long told() {
        boolean paused = scenario == Scenario.SHORT_PAUSE || scenario == Scenario.LONG_PAUSE;
        long since = paused ? healed : injected;
        return leader.linesSince(since).stream()
                .filter(line -> line.is("revoked"))
                .map(line -> line.told() - since)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Long afterLease() {
        Long takeover = takeover();
        long renewed = team.lease().entries().stream()
                .filter(entry -> entry.holder().equals(leader.name()))
                .mapToLong(Trial::renewed)
                .max()
                .orElse(injected);
        return takeover == null
                ? null
                : injected + takeover - renewed - team.timings().leaseDuration().toNanos();
    }

    /** When the holder wrote it, by the monotonic clock: from the wall time that it wrote. */
    private static long renewed(LeaseHistory.Entry entry) {
        return System.nanoTime()
                - Duration.between(Instant.parse(entry.renewTime()), Instant.now())
                        .toNanos();
    }

    private long count(String kind) {
        return team.members().stream()
                .flatMap(member -> member.linesSince(begun).stream())
                .filter(line -> line.is(kind))
                .count();
    }
}
