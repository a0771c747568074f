package io.leaderelection.candidate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;

/** What the leader does again and again: it begins, takes its time, writes to the receiver and ends. */
public final class WorkUnit {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Assignment assignment;
    private final Journal journal;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    public WorkUnit(Assignment assignment, Journal journal) {
        this.assignment = assignment;
        this.journal = journal;
    }

    /**
     * Does it once, however the term fares meanwhile.
     *
     * @param since when the caller asked whether it may
     * @param term number of the term, higher than that of each earlier one of this process
     * @param token fencing token, 0 if there is none
     */
    public void run(long since, long term, long token) throws InterruptedException {
        journal.tell(since, "enter", term);
        try {
            Thread.sleep(time());
            long sent = System.nanoTime();
            journal.tell(sent, write(term, token), term);
        } finally {
            journal.tell("exit", term);
        }
    }

    /** Read anew for each unit, so that one process can serve for several scenarios. */
    private long time() {
        try {
            return Long.parseLong(Files.readString(assignment.work()).strip());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String write(long term, long token) throws InterruptedException {
        String query = "?by=%s&term=%d&token=%d".formatted(assignment.identity(), term, token);
        HttpRequest request = HttpRequest.newBuilder(URI.create(assignment.receiver() + query))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200 ? "accepted" : "refused";
        } catch (IOException failure) {
            return "failed";
        }
    }
}
