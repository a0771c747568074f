package io.leaderelection.sample.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What all replicas tell, in one order, printed as it passes. Used by one thread; news may come from any. */
final class Timeline {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MEMORY = 40;

    private final PrintStream out;
    private final long start = System.nanoTime();
    private final BlockingQueue<News> unread = new LinkedBlockingQueue<>();
    private final Deque<News> latest = new ArrayDeque<>();
    private final Set<String> informed = new HashSet<>();
    private final Set<String> running = new HashSet<>();

    Timeline(PrintStream out) {
        this.out = out;
    }

    void add(News news) {
        unread.add(news);
    }

    /** Tells that a replica has been started. */
    void started(Replica replica) {
        running.add(replica.name());
        tell("%-5s  starts as process %s".formatted(replica.name(), replica.pid()));
    }

    /** Tells something of the demonstration's own. */
    void tell(String text) {
        print(System.nanoTime(), text);
    }

    /** Lets the news of this time pass. */
    void pass(Duration time) throws InterruptedException {
        await(news -> false, time);
    }

    /**
     * Lets news pass until one is of this kind, and returns it.
     *
     * @throws IllegalStateException if none comes within two minutes
     */
    News await(String what, Predicate<News> kind) throws InterruptedException {
        News news = await(kind, PATIENCE);
        if (news == null) {
            throw new IllegalStateException("Waited in vain for %s. The latest news: %s".formatted(what, latest));
        }
        return news;
    }

    /**
     * Lets news pass until there has been one of each kind, and returns the two. Each replica is read by a thread of its
     * own: what two of them tell may arrive in either order.
     */
    List<News> awaitBoth(String what, Predicate<News> one, Predicate<News> other) throws InterruptedException {
        News first = await(what, one.or(other));
        return one.test(first) ? List.of(first, await(what, other)) : List.of(await(what, one), first);
    }

    /** Lets news pass until this replica knows who leads: it is ready to take over then. */
    void awaitInformed(Replica replica) throws InterruptedException {
        if (!informed.contains(replica.name())) {
            await(
                    replica.name() + " to know the leader",
                    news -> news.isLeaderKnown() && news.replica().equals(replica.name()));
        }
    }

    /** Lets news pass until this replica's process has ended. */
    void awaitEnd(Replica replica) throws InterruptedException {
        if (running.contains(replica.name())) {
            await("the end of " + replica.name(), news -> !running.contains(replica.name()));
        }
    }

    private @Nullable News await(Predicate<News> kind, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        News news = unread.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        while (news != null) {
            show(news);
            if (kind.test(news)) {
                return news;
            }
            news = unread.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        return null;
    }

    private void show(News news) {
        latest.add(news);
        if (latest.size() > MEMORY) {
            latest.remove();
        }
        if (news.isLeaderKnown()) {
            informed.add(news.replica());
        } else if (news.isEnd()) {
            informed.remove(news.replica());
            running.remove(news.replica());
        }
        if (news.isWorthShowing()) {
            print(news.nanos(), "%-5s  %s".formatted(news.replica(), news.text()));
        }
    }

    private void print(long nanos, String text) {
        out.printf(Locale.ROOT, "%6.2f s  %s%n", (nanos - start) / 1e9, text);
        out.flush();
    }
}
