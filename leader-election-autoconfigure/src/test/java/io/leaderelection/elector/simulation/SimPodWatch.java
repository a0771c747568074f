package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.MILLI;
import static io.leaderelection.elector.simulation.VirtualTime.SECOND;

import com.google.gson.JsonObject;
import io.leaderelection.lock.kubernetes.death.SimulatedPodMonitor;

/** One process's watch of the Pod of the lease's holder: news of it comes late, in any order, twice or not at all. */
final class SimPodWatch {

    private final SimProcess process;
    private final SimulatedPodMonitor vigil;
    private final String pod;
    private final String about;
    private boolean cancelled;

    /**
     * @param pod name of the Pod
     * @param about the annotation that told of it
     */
    SimPodWatch(SimProcess process, SimulatedPodMonitor vigil, String pod, String about) {
        this.process = process;
        this.vigil = vigil;
        this.pod = pod;
        this.about = about;
    }

    String pod() {
        return pod;
    }

    Node node() {
        return process.node();
    }

    /** Begins with the Pod as it is. */
    void open() {
        if (cancelled || !process.isAlive()) {
            return;
        }
        process.node().budget().spend();
        pods().unsubscribe(this);
        pods().subscribe(this);
        JsonObject now = pods().named(pod);
        send(() -> {
            if (now == null) {
                vigil.podIsGone(about);
            } else {
                vigil.podIs(now, about);
            }
        });
    }

    void changed(JsonObject state) {
        send(() -> vigil.podIs(state, about));
    }

    void deleted(JsonObject last) {
        send(() -> {
            vigil.podIs(last, about);
            vigil.podIsGone(about);
        });
    }

    /** The connection is gone; there will be another. */
    void breakOff() {
        pods().unsubscribe(this);
        process.world().time().after(dice().between(0, 2 * SECOND), this::open);
    }

    void cancel() {
        cancelled = true;
        pods().unsubscribe(this);
    }

    private void send(Runnable news) {
        Link link = process.node().link();
        boolean lost =
                link.cut > 0 || link.answersCut > 0 || link.newsStalled > 0 || link.newsLost > 0 && dice().chance(0.7);
        int copies = lost ? 0 : link.newsTwice > 0 || dice().chance(0.05) ? 2 : 1;
        for (; copies > 0; copies--) {
            long slow = link.newsSlow > 0 ? link.slowestNews : dice().chance(0.05) ? 3 * SECOND : 0;
            long delay = dice().between(MILLI / 2, 8 * MILLI) + dice().between(0, slow);
            process.world()
                    .hold(
                            delay,
                            () -> process.run(() -> {
                                if (!cancelled) {
                                    news.run();
                                }
                            }));
        }
    }

    private SimPods pods() {
        return process.world().pods();
    }

    private Dice dice() {
        return pods().dice();
    }
}
