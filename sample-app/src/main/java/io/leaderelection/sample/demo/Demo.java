package io.leaderelection.sample.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Three replicas that elect a leader over files, with nothing installed: the leader is killed, its successor is shut
 * down in order, and the ledger tells who wrote. Ends by itself after about twenty seconds.
 */
public final class Demo implements AutoCloseable {

    private final PrintStream out;
    private final Duration pause;
    private final Path directory;
    private final Timeline timeline;
    private final List<Replica> replicas = new ArrayList<>();

    /**
     * @param out told the story
     * @param pause time between two acts
     */
    Demo(PrintStream out, Duration pause) throws IOException {
        this.out = out;
        this.pause = pause;
        this.directory = Files.createTempDirectory("leader-election-demo");
        this.timeline = new Timeline(out);
    }

    /** Plays the demonstration. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Demo demo = new Demo(System.out, Duration.ofSeconds(3))) {
            demo.play();
        }
    }

    void play() throws IOException, InterruptedException {
        out.printf("%nThree replicas of the sample application elect a leader over files in %s.%n", directory);
        out.printf("The leader writes a line per second into a ledger that all of them share.%n%n");
        start("one");
        start("two");
        start("three");
        String first = timeline.await("the first leader", News::isGrant).replica();
        for (Replica replica : replicas) {
            timeline.awaitInformed(replica);
        }
        timeline.pass(pause);
        News takeover = replaceKilled(first);
        timeline.pass(pause);
        timeline.awaitInformed(start(first));
        timeline.pass(pause.dividedBy(3));
        replaceInOrder(takeover.replica());
        timeline.pass(pause);
        for (Replica replica : List.copyOf(replicas)) {
            exit(replica);
        }
        summarize();
    }

    private Replica start(String name) throws IOException {
        Replica replica = Replica.start(name, directory, timeline::add);
        replicas.add(replica);
        timeline.started(replica);
        return replica;
    }

    /** Kills the leader; a standby knows by the lock that the dead process alone held, and does not wait. */
    private News replaceKilled(String leader) throws InterruptedException {
        long killed = System.nanoTime();
        Replica replica = remove(leader);
        replica.kill();
        timeline.tell("%-5s  IS KILLED".formatted(leader));
        News grant = timeline.await("a leader after " + leader, News::isGrant);
        timeline.tell(
                "==> %s took over %s ms after %s was killed".formatted(grant.replica(), ms(killed, grant), leader));
        timeline.awaitEnd(replica);
        return grant;
    }

    /** Shuts the leader down as an update of the application does: it ends its work, then releases the lease. */
    private void replaceInOrder(String leader) throws IOException, InterruptedException {
        Replica replica = remove(leader);
        timeline.tell("%-5s  IS ASKED TO EXIT".formatted(leader));
        replica.exit();
        List<News> handOver = timeline.awaitBoth("a leader after " + leader, News::isLoss, News::isGrant);
        News loss = handOver.get(0);
        News grant = handOver.get(1);
        timeline.tell("==> %s leads %s ms after the term of %s ended"
                .formatted(grant.replica(), ms(loss.nanos(), grant), leader));
        timeline.awaitEnd(replica);
    }

    private Replica remove(String name) {
        Replica replica = replicas.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        replicas.remove(replica);
        return replica;
    }

    private void exit(Replica replica) throws IOException, InterruptedException {
        replica.exit();
        timeline.awaitEnd(replica);
        replicas.remove(replica);
    }

    private void summarize() throws IOException {
        LedgerReport report = LedgerReport.of(directory.resolve("ledger.txt"));
        out.printf("%nWho wrote into the ledger:%n%s", report);
        if (!report.oneLeaderAtATime()) {
            throw new IllegalStateException("Two replicas led at once");
        }
        out.printf("One writer per token, and no token ever fell: no two replicas led at once.%n%n");
    }

    @Override
    public void close() throws IOException {
        replicas.forEach(Replica::close);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Demo::delete);
        }
    }

    private static long ms(long from, News news) {
        return Math.round(Math.max(0, news.nanos() - from) / 1e6);
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
