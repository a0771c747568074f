package io.leaderelection.candidate;

import java.util.function.LongSupplier;

/** Asks whether this process leads, a hundred times a second, and tells each yes and the first no after one. */
public final class Questioner {

    /** The answer of who does not lead. */
    public static final long NO = -1;

    private static final int PAUSE_MILLIS = 10;

    private final Journal journal;
    private final LongSupplier question;
    private long last = NO;

    private Questioner(Journal journal, LongSupplier question) {
        this.journal = journal;
        this.question = question;
    }

    /**
     * Begins to ask, on a thread of its own.
     *
     * @param question the library's own answer: its present term, or {@link #NO}
     */
    public static void start(Journal journal, LongSupplier question) {
        Thread thread = new Thread(new Questioner(journal, question)::run, "questioner");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                ask();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        long before = System.nanoTime();
        long answer = question.getAsLong();
        if (answer != NO) {
            journal.tell(before, "yes", answer);
        } else if (last != NO) {
            journal.tell(before, "no", last);
        }
        last = answer;
    }
}
