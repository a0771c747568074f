package io.leaderelection.elector;

import io.leaderelection.Leadership.Role;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.GatedElection;
import io.leaderelection.gate.Term;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.ElectionStatus.Mode;
import io.leaderelection.status.Impediment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Puts together how a candidate fares, from what its parts may be asked by any thread. */
final class Report {

    private final ElectionSettings settings;
    private final ElectorClock clock;
    private final Chronicle chronicle;
    private final Announcer announcer;
    private final Pulse pulse;

    Report(ElectionSettings settings, Ports ports, Chronicle chronicle, Announcer announcer) {
        this.settings = settings;
        this.clock = ports.clock();
        this.chronicle = chronicle;
        this.announcer = announcer;
        this.pulse = new Pulse(ports.timers(), ports.clock());
    }

    /**
     * @param term the candidate's latest term
     * @param impediment what keeps the election itself from its work
     */
    ElectionStatus of(GatedElection candidate, @Nullable Term term, @Nullable Impediment impediment) {
        boolean takesPart = candidate.leadership().role() != Role.INACTIVE;
        return new StatusSnapshot(
                candidate.leadership(),
                candidate.isLeader(),
                settings.campaign() ? Mode.CAMPAIGNING : Mode.OBSERVING,
                term == null ? null : term.sinceConfirmed(),
                term == null ? Duration.ZERO : term.timeLeft(),
                chronicle.store(clock.nanoTime()),
                settings.timings(),
                candidate.callsInProgress(),
                candidate.deadWorkers(),
                chronicle.overdueWork(announcer),
                chronicle.transitions(),
                takesPart ? pulse.silence() : Duration.ZERO,
                impediment);
    }
}
