package io.leaderelection.group.simulation;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way of one process to one lease: it takes time, and loses what it is told to lose. */
final class GroupWire implements LeaseStore {

    private static final StoreFailure LATE = new StoreFailure(StoreFailure.Kind.TIMEOUT, "no answer");
    private static final StoreFailure BROKEN = new StoreFailure(StoreFailure.Kind.UNREACHABLE, "connection reset");

    private final GroupNode node;
    private final GroupWorld world;
    private final String lease;
    private final boolean ownSeat;

    /**
     * @param ownSeat whether the process takes this seat for itself
     */
    GroupWire(GroupNode node, String lease, boolean ownSeat) {
        this.ownSeat = ownSeat;
        this.node = node;
        this.world = node.world;
        this.lease = lease;
    }

    @Override
    public Request read(Duration timeout, Consumer<Answer> answer) {
        return ask(timeout, answer, "reads", () -> world.server.read(lease));
    }

    @Override
    public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return ask(timeout, answer, "creates", () -> world.server.create(lease, record));
    }

    @Override
    public Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return ask(timeout, answer, "writes", () -> {
            Answer given = world.server.replace(lease, expected.version(), record);
            if (ownSeat && given instanceof Answer.Written) {
                world.seatWritten(node, record);
            }
            return given;
        });
    }

    private Request ask(Duration timeout, Consumer<Answer> receiver, String how, Supplier<Answer> work) {
        boolean[] done = {false};
        world.requested(node, lease);
        Consumer<Answer> once = given -> {
            if (!done[0]) {
                done[0] = true;
                receiver.accept(given);
            }
        };
        node.later(timeout.toNanos(), () -> once.accept(LATE));
        if (!node.cut) {
            world.after(world.latency(), () -> {
                Answer given = work.get();
                world.tell(() -> node + " " + how + " " + lease + ": " + told(given));
                node.later(world.latency(), () -> {
                    if (!node.cut && !node.deaf) {
                        once.accept(given);
                    }
                });
            });
        }
        return () -> done[0] = true;
    }

    private static String told(Answer given) {
        LeaseRecord record = given instanceof Answer.Written written
                ? written.lease().record()
                : given instanceof Answer.Found found ? found.lease().record() : null;
        String kind = given.getClass().getSimpleName();
        if (record == null) {
            return kind;
        }
        return kind + " "
                + (record.assignment() == null
                        ? record.holderIdentity()
                        : record.assignment().replaceAll("m\\d+.(capacity|joined)=\\d+;", ""));
    }

    @Override
    public Request watch(WatchListener news) {
        Watch watch = new Watch(news);
        watch.open();
        return watch;
    }

    @Override
    public String describe() {
        return "lease " + lease;
    }

    @Override
    public void close() {}

    /** One watch, which tells in order, late while the way is cut, and is sometimes broken and opened again. */
    private final class Watch implements Request, GroupServer.Watcher {

        private final WatchListener news;
        private long latest;
        private boolean cancelled;
        private long opening;

        Watch(WatchListener news) {
            this.news = news;
        }

        void open() {
            long current = ++opening;
            world.after(world.latency(), () -> {
                if (!cancelled && current == opening) {
                    world.server.watch(lease, this);
                    tell(news::live);
                }
            });
            world.watches.add(this::breaks);
        }

        private void breaks() {
            if (!cancelled) {
                opening++;
                world.server.unwatch(lease, this);
                tell(() -> news.down(BROKEN));
                world.after(world.dice(0, 1_000) * GroupWorld.MILLI, this::openAgain);
            }
        }

        private void openAgain() {
            if (!cancelled) {
                long current = ++opening;
                world.after(world.latency(), () -> {
                    if (!cancelled && current == opening) {
                        world.server.watch(lease, this);
                        tell(news::live);
                    }
                });
            }
        }

        @Override
        public void accept(GroupServer.@Nullable Entry entry, Version version) {
            tell(() -> {
                if (entry == null) {
                    news.deleted(version);
                } else {
                    news.changed(entry);
                }
            });
        }

        /** In order: nothing overtakes what was told before. */
        private void tell(Runnable task) {
            latest = Math.max(latest + 1, world.now() + world.latency());
            deliver(latest - world.now(), task);
        }

        private void deliver(long delay, Runnable task) {
            node.later(delay, () -> {
                if (cancelled) {
                    return;
                } else if (node.cut || node.deaf) {
                    deliver(200 * GroupWorld.MILLI, task);
                } else {
                    task.run();
                }
            });
        }

        @Override
        public void cancel() {
            cancelled = true;
            world.server.unwatch(lease, this);
        }
    }
}
