package io.leaderelection.sample.demo;

import java.util.Locale;

/** What one can do to a replica, with what to watch then and why it is safe. */
enum Button {
    RESIGN(
            "Resign",
            "The leader shuts its gate, ends its work, and only then releases the lease: the next one leads"
                    + " milliseconds later, never beside it."),
    SHUT_DOWN(
            "Shut down",
            "What an update of your application does: work ends before the lease is free. Then the process is gone."),
    KILL(
            "Kill",
            "No chance to tidy up. Over files the operating system proves the death, and a standby leads at once; on"
                    + " Kubernetes the lease must run out first."),
    PAUSE(
            "Pause",
            "Frozen, as by a long garbage collection. Its ring must be empty before another may lead. (Over files it"
                    + " lets go of its lock first: nobody could take that from a sleeper.)"),
    RESUME(
            "Resume",
            "It wakes up and believes that it leads. But its gate looks at the clock first and says no, and the ledger"
                    + " refuses what was begun before."),
    CUT(
            "Cut off",
            "It can neither read nor write the lease. If it leads, it stops by itself at its deadline, before anybody"
                    + " else may begin."),
    MEND("Reconnect", "It reads who leads now, and follows. Nothing is fought over: the lease has one holder."),
    WORK(
            "Slow work",
            "Six seconds of work that heeds no signal. Resign meanwhile: the hatched drain shows the lease being kept"
                    + " until it has ended."),
    START(
            "Start again",
            "A new process of the same name joins as a follower. A name gives no claim: the old term does not come"
                    + " back.");

    private final String label;
    private final String sentence;

    Button(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    String label() {
        return label;
    }

    String sentence() {
        return sentence;
    }

    /** Its name in addresses and on the page. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
