package io.leaderelection.spring;

import io.leaderelection.GatedCallListener;
import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.UncontestedElection;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.elector.system.SystemClock;
import io.leaderelection.elector.system.SystemRandomness;
import io.leaderelection.status.Timings;

/** Elections that are switched off and lead, and tell their listeners in the thread that starts and stops them. */
final class Uncontested {

    private Uncontested() {}

    static UncontestedElection named(String name, LeadershipListener listener) {
        ElectorThreads threads = new ElectorThreads(Uncontested.class.getClassLoader());
        return new UncontestedElection(
                ElectionSettings.of(name, "me", Timings.BALANCED),
                new Ports(new SystemClock(), threads, new SystemRandomness(), Runnable::run, threads, "p"),
                listener,
                GatedCallListener.NONE,
                true);
    }
}
