package io.leaderelection.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.LeaderElectionEvent;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationListener;

/** Listens to the events of elections, keeps all of them, and lets a test wait for the next one of a kind. */
public final class RecordedEvents implements ApplicationListener<LeaderElectionEvent> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<LeaderElectionEvent> all = new CopyOnWriteArrayList<>();
    private final List<String> threads = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<LeaderElectionEvent> next = new LinkedBlockingQueue<>();

    @Override
    public void onApplicationEvent(LeaderElectionEvent event) {
        all.add(event);
        threads.add(Thread.currentThread().getName());
        next.add(event);
    }

    /** The next event of this type; earlier ones of other types are passed over. */
    public <E extends LeaderElectionEvent> E await(Class<E> type) {
        return await(type, "");
    }

    /** The next event of this type of the election of this name; any name if it is empty. */
    public <E extends LeaderElectionEvent> E await(Class<E> type, String election) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                LeaderElectionEvent event = next.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertThat(event)
                        .as("%s of %s after %s", type.getSimpleName(), election, all)
                        .isNotNull();
                if (type.isInstance(event) && (election.isEmpty() || election.equals(event.getElectionName()))) {
                    return type.cast(event);
                }
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    public List<LeaderElectionEvent> all() {
        return all;
    }

    /** Grants and revocations, in order. */
    public List<LeaderElectionEvent> terms() {
        return all.stream()
                .filter(event -> event instanceof LeadershipGrantedEvent || event instanceof LeadershipRevokedEvent)
                .toList();
    }

    public List<String> threads() {
        return threads;
    }
}
