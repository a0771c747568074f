package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.SECOND;

import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import io.leaderelection.lock.kubernetes.death.SimulatedPodMonitor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One process's watch: news that comes late, in any order, twice or not at all. It can break, which the listener is
 * told, or fall silent, which it is not; after a break it opens itself anew.
 */
final class SimWatch implements Request {

    private static final long NEXT_TRY_IF_FORBIDDEN = 30 * SECOND;

    private final SimProcess process;
    private final WatchListener listener;
    private final SimulatedPodMonitor vigil;
    private @Nullable SimPodWatch podWatch;
    private final int number;
    private boolean open;
    private boolean silent;
    private boolean missed;
    private boolean cancelled;

    SimWatch(SimProcess process, WatchListener listener) {
        this.process = process;
        this.listener = listener;
        this.number = process.node().nextWatch();
        this.vigil = new SimulatedPodMonitor(process.name()::equals, this::watchPod, this::unwatchPod, listener::died);
    }

    void open() {
        World world = process.world();
        Link link = process.node().link();
        if (cancelled || !process.isAlive()) {
            return;
        } else if (link.watchForbidden) {
            retry(NEXT_TRY_IF_FORBIDDEN, new StoreFailure(StoreFailure.Kind.FORBIDDEN, "watch is forbidden"));
        } else if (!world.server().takesWatches() || link.refused > 0 || link.losesRequest(false)) {
            retry(SECOND + process.node().dice().between(0, SECOND), world.refusal());
        } else {
            world.time().deliver(link.delay(), message(Message.Kind.WATCH, () -> "begins", () -> true, this::begin));
        }
    }

    /** Tells of a failure, and opens itself anew after it was told, as the one thread of a real watch does. */
    private void retry(long pause, StoreFailure failure) {
        process.run(() -> {
            try {
                tell(() -> listener.down(failure));
                process.world().time().after(pause, this::open);
            } catch (IllegalStateException full) {
                process.world().time().after(pause, () -> retry(pause, failure));
            }
        });
    }

    private void begin() {
        if (cancelled || open) {
            return;
        }
        open = true;
        silent = process.node().link().newsStalled > 0;
        missed = false;
        SimServer server = process.world().server();
        server.subscribe(this);
        SimServer.Entry lease = server.lease();
        if (lease != null) {
            changed(lease);
        }
        send(Message.Kind.WATCH, () -> "it works", () -> true, listener::live);
    }

    void changed(SimServer.Entry lease) {
        send(
                Message.Kind.NEWS,
                () -> "revision " + lease.version().revision(),
                () -> process.isNews(lease.version()),
                () -> {
                    process.world().tell(() -> process.node() + " hears news of " + lease.version());
                    listener.changed(lease);
                    process.learnNews(lease);
                    if (process.world().choices().tellsOfPods()) {
                        vigil.leaseIs(lease.record(), lease.annotation());
                    }
                });
    }

    void deleted(Version version) {
        send(Message.Kind.NEWS, () -> "deletion " + version.revision(), () -> process.isNews(version), () -> {
            process.world().tell(() -> process.node() + " hears of the deletion of " + version);
            listener.deleted(version);
            process.learnDeletion(version);
            vigil.end();
        });
    }

    private void watchPod(String pod, String about) {
        unwatchPod();
        podWatch = new SimPodWatch(process, vigil, pod, about);
        podWatch.open();
    }

    private void unwatchPod() {
        if (podWatch != null) {
            podWatch.cancel();
            podWatch = null;
        }
    }

    private void send(Message.Kind kind, Supplier<String> what, BooleanSupplier wanted, Runnable news) {
        Link link = process.node().link();
        if (silent || link.newsStalled > 0) {
            silent = true;
            missed = true;
        } else if (link.losesNews() && kind == Message.Kind.NEWS) {
            missed = true;
        } else {
            missed = false;
            for (int copies = link.repeatsNews() ? 2 : 1; copies > 0; copies--) {
                // Old news may well postpone a takeover: there is no calm before it has arrived.
                process.world()
                        .hold(
                                link.newsDelay(),
                                message(kind, what, wanted, () -> process.run(() -> tellOrBreakOff(news))));
            }
        }
    }

    private Message message(Message.Kind kind, Supplier<String> what, BooleanSupplier wanted, Runnable arrival) {
        Supplier<String> subject = () -> what.get() + " by watch " + number;
        return new Message(
                kind,
                process.node(),
                this,
                subject,
                () -> !cancelled && process.isAlive() && wanted.getAsBoolean(),
                arrival);
    }

    private void tell(Runnable news) {
        if (!cancelled) {
            news.run();
        }
    }

    /** A listener that has no room for more news has the watch begin anew. */
    private void tellOrBreakOff(Runnable news) {
        try {
            tell(news);
        } catch (IllegalStateException full) {
            breakOff();
        }
    }

    /** The connection is gone, and both sides know it. */
    void breakOff() {
        if (open && !cancelled) {
            open = false;
            process.world().server().unsubscribe(this);
            retry(process.node().dice().between(0, 2 * SECOND), process.world().refusal());
        }
    }

    /** Whether news got lost, and no later news has made up for it. */
    boolean hasMissed() {
        return missed && process.isAlive();
    }

    SimProcess process() {
        return process;
    }

    @Override
    public void cancel() {
        cancelled = true;
        open = false;
        vigil.end();
        process.world().server().unsubscribe(this);
    }
}
