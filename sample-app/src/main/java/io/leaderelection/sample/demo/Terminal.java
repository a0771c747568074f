package io.leaderelection.sample.demo;

import io.leaderelection.sample.demo.View.Step;
import io.leaderelection.sample.demo.View.Story;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What the demonstration prints. Safe for use by several threads. */
final class Terminal {

    private final PrintStream out;

    Terminal(PrintStream out) {
        this.out = out;
    }

    /** A terminal that nobody reads. */
    static Terminal silent() {
        return new Terminal(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    void invite(URI address, Room room) {
        print("%nThree replicas of the sample application elect a leader %s.%n".formatted(room.place()));
        print("The control room is open:  %s%n%nCtrl+C ends it, and them.%n%n".formatted(address));
    }

    void begin(Room room) {
        print("%nThree replicas of the sample application elect a leader %s.%n".formatted(room.place()));
        print("The leader writes two lines per second into a ledger that all of them share.%n%n".formatted());
    }

    void tell(Story story) {
        print(String.format(Locale.ROOT, "%7.2f s  %-6s %s%n", story.at() / 1e3, story.replica(), story.text()));
    }

    void tell(Step step) {
        print(
                step.outcome().isEmpty()
                        ? "%n%d/%d  %s%n%s%n%n"
                                .formatted(
                                        step.number(), step.of(), step.title().toUpperCase(Locale.ROOT), step.text())
                        : "==> %s%n".formatted(step.outcome()));
    }

    /**
     * Tells who wrote.
     *
     * @throws IllegalStateException if two replicas led at once
     */
    void summarize(Room room) throws IOException {
        LedgerReport report = LedgerReport.of(room.ledger());
        print("%nWho wrote into the ledger:%n%s".formatted(report));
        if (!report.oneLeaderAtATime() || room.hasOverlap()) {
            throw new IllegalStateException("Two replicas led at once");
        }
        print("One writer per token, and no token ever fell: no two replicas led at once.%n%n".formatted());
    }

    private synchronized void print(String text) {
        out.print(text);
        out.flush();
    }
}
