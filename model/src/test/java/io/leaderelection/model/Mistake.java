package io.leaderelection.model;

/** A rule of ours changed for the worse: the proof must fail. */
enum Mistake {
    FROM_ANSWER(
            "validity counts from the answer, not from the sending of the request",
            "p.sent' = (Play.rule = Ours implies p.asked else ticks/first)",
            "p.sent' = ticks/first"),

    NO_NEW_WAIT(
            "a standby's wait does not begin anew when the record has changed",
            "p.sees' = Record.version and p.seenFor' = ticks/first\n  p.free' = (no",
            "p.sees' = Record.version and p.seenFor' = p.seenFor\n  p.free' = (no"),

    NO_VERSION(
            "a write is applied whatever version it expects",
            "p.net = Record.version and some Record.version.next",
            "some Record.version.next"),

    RELEASE_WHILE_LEADING(
            "the record is given back while the gate is open",
            "Play.rule in Ours + ClientGo implies (no p.term'",
            "Play.rule in ClientGo implies (no p.term'"),

    FALSE_OBITUARY(
            "a process is taken for dead without proof",
            "p.sees = Record.version and Record.holder in Dead",
            "p.sees = Record.version"),

    SHORT_WAIT("a standby waits for a third of the lease duration", "p.seenFor = L", "p.seenFor in D.prev + D + L"),

    FLAG("the gate is a flag that a timer resets", "Play.rule = Ours implies ticks/lt[p.sent, D]", "some p.sent");

    private final String what;
    private final String rule;
    private final String other;

    Mistake(String what, String rule, String other) {
        this.what = what;
        this.rule = rule;
        this.other = other;
    }

    String what() {
        return what;
    }

    Model in(Model model) {
        return model.with(rule, other);
    }
}
