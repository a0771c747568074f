package io.leaderelection.candidate.ours;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderOnly;
import io.leaderelection.candidate.WorkUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The leader's work. */
@Component
class Dispatch {

    private final WorkUnit unit;

    Dispatch(WorkUnit unit) {
        this.unit = unit;
    }

    @LeaderOnly
    @Scheduled(fixedDelay = 20)
    void dispatch() throws InterruptedException {
        long token = GatedCall.current().orElseThrow().fencingToken();
        unit.run(System.nanoTime(), token, token);
    }
}
