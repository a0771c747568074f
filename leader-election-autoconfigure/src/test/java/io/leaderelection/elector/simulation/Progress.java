package io.leaderelection.elector.simulation;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a run of schedules is: told every half minute, and at its end. Any threads. */
final class Progress {

    private static final Logger LOG = LoggerFactory.getLogger("simulation");
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(30);

    private final long all;
    private final long start = System.nanoTime();
    private final AtomicLong played = new AtomicLong();
    private final AtomicLong next = new AtomicLong(PERIOD);

    Progress(long all) {
        this.all = all;
    }

    /** One more schedule has been played. */
    void played() {
        long sum = played.incrementAndGet();
        long passed = System.nanoTime() - start;
        long due = next.get();
        if (passed >= due && next.compareAndSet(due, passed + PERIOD)) {
            long left = (long) (passed / 1e9 / sum * (all - sum));
            LOG.info("{} of {} schedules played, some {} s left", sum, all, left);
        }
    }

    /** All have been played. */
    void tellEnd() {
        double seconds = (System.nanoTime() - start) / 1e9;
        LOG.info("{} schedules in {} s: {} a second", all, (long) seconds, (long) (all / seconds));
    }
}
