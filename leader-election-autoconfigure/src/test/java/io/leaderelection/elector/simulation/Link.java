package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.MILLI;

/** The way between one node and the server, with what is wrong with it at the moment. Faults may overlap. */
final class Link {

    private static final double LOSS = 0.4;

    private final VirtualTime time;
    private final Dice dice;
    private long slowUntil;

    int cut;
    int answersCut;
    int writesCut;
    int refused;
    int lossy;
    int slow;
    long slowest;
    int answersLate;
    long latestAnswer;
    int holdsWrites;
    long longestHold;
    int newsLost;
    int newsStalled;
    int newsTwice;
    int newsSlow;
    long slowestNews;
    boolean watchForbidden;

    Link(VirtualTime time, Dice dice) {
        this.time = time;
        this.dice = dice;
    }

    boolean losesRequest(boolean write) {
        return cut > 0 || write && writesCut > 0 || lossy > 0 && dice.chance(LOSS);
    }

    boolean losesAnswer() {
        return cut > 0 || answersCut > 0 || lossy > 0 && dice.chance(LOSS);
    }

    boolean losesNews() {
        return cut > 0 || answersCut > 0 || newsLost > 0 && dice.chance(0.7);
    }

    boolean repeatsNews() {
        return newsTwice > 0 && dice.chance(0.5);
    }

    /** How long a request or an answer is under way. */
    long delay() {
        long delay = anyDelay();
        if (slow > 0) {
            slowUntil = Math.max(slowUntil, time.now() + delay);
        }
        return delay;
    }

    private long anyDelay() {
        long usual = dice.between(MILLI / 2, 8 * MILLI);
        return slow > 0 ? usual + dice.between(0, slowest) : usual;
    }

    /** When the last of the requests and answers that were slow has arrived. */
    long slowUntil() {
        return slowUntil;
    }

    /** How long an answer to a write is under way; news may overtake it. */
    long writeAnswerDelay() {
        long usual = delay();
        return answersLate > 0 ? usual + dice.between(0, latestAnswer) : usual;
    }

    /** How long news is under way; later news may overtake it. */
    long newsDelay() {
        long usual = anyDelay();
        return newsSlow > 0 ? usual + dice.between(0, slowestNews) : usual;
    }

    /** For how long a write is held on its way, before the server gets it. */
    long hold() {
        return dice.between(100 * MILLI, longestHold);
    }
}
