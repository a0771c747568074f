package io.leaderelection.group.simulation;

import io.leaderelection.elector.simulation.Message;
import io.leaderelection.elector.simulation.Question;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import java.time.Duration;
import java.util.function.BooleanSupplier;
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

    /** The newest revision of which the process was told by this way. */
    private long newest;

    /** The newest revision that it has read, and the one before that; before it has read one it believes no news. */
    private long read;

    private long readBefore;

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
        return new Asked("reads", false, answer, () -> world.server.read(lease)).within(timeout);
    }

    @Override
    public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return new Asked("creates", true, answer, () -> world.server.create(lease, record)).within(timeout);
    }

    @Override
    public Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return new Asked("writes", true, answer, () -> {
                    Answer given = world.server.replace(lease, expected.version(), record);
                    if (given instanceof Answer.Written) {
                        written(expected.version(), record);
                    }
                    return given;
                })
                .within(timeout);
    }

    private void written(Version expected, LeaseRecord record) {
        if (ownSeat) {
            world.oracles.seatWritten(node, record);
        } else if (record.assignment() != null) {
            world.server.wentOnFrom(expected, readBefore);
        }
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

    private void told(Version version, boolean believed) {
        long revision = version.number().orElse(0);
        newest = Math.max(newest, revision);
        if (believed && revision > read) {
            readBefore = read;
            read = revision;
        }
    }

    /** One request, which is answered once, or not in time. */
    private final class Asked implements Request, Question {

        private final int number = node.nextNumber();
        private final String how;
        private final boolean write;
        private final Consumer<Answer> receiver;
        private final Supplier<Answer> work;
        private boolean done;

        /**
         * @param work what the server does
         */
        Asked(String how, boolean write, Consumer<Answer> receiver, Supplier<Answer> work) {
            this.how = how;
            this.write = write;
            this.receiver = receiver;
            this.work = work;
        }

        Request within(Duration timeout) {
            world.oracles.requested(node, lease);
            world.time.ring(timeout.toNanos(), node, this::isAwaited, () -> node.happen(() -> give(LATE)));
            if (!node.cut) {
                send(Message.Kind.REQUEST, () -> write || isAwaited(), this::arrives);
            }
            return this;
        }

        private void send(Message.Kind kind, BooleanSupplier wanted, Runnable arrival) {
            world.time.deliver(world.choices.latency(), new Message(kind, node, this, this::toString, wanted, arrival));
        }

        private void arrives() {
            Answer given = work.get();
            world.tell(() -> node + " " + how + " " + lease + ": " + text(given));
            send(
                    Message.Kind.ANSWER,
                    this::isAwaited,
                    () -> node.happen(() -> {
                        if (!node.cut && !node.deaf) {
                            give(given);
                        }
                    }));
        }

        private void give(Answer given) {
            if (!done) {
                done = true;
                StoredLease found = leaseIn(given);
                if (found != null) {
                    told(found.version(), true);
                }
                receiver.accept(given);
            }
        }

        @Override
        public boolean isAwaited() {
            return !done && !node.dead;
        }

        @Override
        public boolean isWrite() {
            return write;
        }

        @Override
        public void cancel() {
            done = true;
        }

        @Override
        public String toString() {
            return "request " + number + " (" + how + " " + lease + ")";
        }
    }

    private static @Nullable StoredLease leaseIn(Answer given) {
        return given instanceof Answer.Written written
                ? written.lease()
                : given instanceof Answer.Found found ? found.lease() : null;
    }

    private static String text(Answer given) {
        StoredLease lease = leaseIn(given);
        String kind = given.getClass().getSimpleName();
        if (lease == null) {
            return kind;
        }
        String assignment = lease.record().assignment();
        return kind + " "
                + (assignment == null
                        ? lease.record().holderIdentity()
                        : assignment.replaceAll("m\\d+.(capacity|joined)=\\d+;", ""));
    }

    /** One watch, which tells in order, late while the way is cut, and is sometimes broken and opened again. */
    private final class Watch implements Request, GroupServer.Watcher {

        private final WatchListener news;
        private final int number = node.nextNumber();
        private long latest;
        private boolean cancelled;
        private long opening;

        Watch(WatchListener news) {
            this.news = news;
        }

        void open() {
            openAgain();
            world.watches.add(this::breaks);
        }

        private void breaks() {
            if (!cancelled) {
                opening++;
                world.server.unwatch(lease, this);
                tell(Message.Kind.WATCH, Long.MAX_VALUE, () -> "a break", () -> news.down(BROKEN));
                world.after(world.choices.between(0, 1_000) * GroupWorld.MILLI, this::openAgain);
            }
        }

        private void openAgain() {
            if (!cancelled) {
                long current = ++opening;
                world.after(world.choices.latency(), () -> {
                    if (!cancelled && current == opening) {
                        world.server.watch(lease, this);
                        tell(Message.Kind.WATCH, Long.MAX_VALUE, () -> "its beginning", news::live);
                    }
                });
            }
        }

        @Override
        public void accept(GroupServer.@Nullable Entry entry, Version version) {
            String what = (entry == null ? "the end of " : "") + lease + " in revision " + version.revision();
            tell(Message.Kind.NEXT_NEWS, version.number().orElse(0), () -> what, () -> {
                told(version, read > 0);
                if (entry == null) {
                    news.deleted(version);
                } else {
                    news.changed(entry);
                }
            });
        }

        /** In order: nothing overtakes what was told before. */
        private void tell(Message.Kind kind, long revision, Supplier<String> what, Runnable task) {
            latest = Math.max(latest + 1, world.now() + world.choices.latency());
            Message message = new Message(
                    kind,
                    node,
                    this,
                    () -> what.get() + " by watch " + number,
                    () -> !cancelled && !node.dead && revision > newest,
                    () -> arrives(task));
            world.time.deliver(latest - world.now(), message);
        }

        private void arrives(Runnable task) {
            node.happen(() -> {
                if (cancelled) {
                    return;
                } else if (node.cut || node.deaf) {
                    world.after(200 * GroupWorld.MILLI, () -> arrives(task));
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
