package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.MILLI;

import java.time.Duration;

/** The kinds of faults, each with what begins it and what ends it. */
enum FaultKind {
    /** The process does nothing (SIGSTOP, a long collection, a frozen cgroup); its clocks go on. */
    PAUSE(Effect.DISTURBS, (w, n, p) -> n.pause(), (w, n, p) -> n.resume()),
    /** The machine sleeps; its monotonic clock stands still. */
    SUSPEND(Effect.DISTURBS, (w, n, p) -> n.fallAsleep(), (w, n, p) -> n.wakeUp()),
    /** Everything is late by up to half a second (a starved processor). */
    SLUGGISH(Effect.DISTURBS, (w, n, p) -> n.sluggish++, (w, n, p) -> n.sluggish--),
    /** What waits for the elector's thread does so for up to half a second, and other threads call meanwhile. */
    BEHIND(Effect.DISTURBS, (w, n, p) -> n.behind++, (w, n, p) -> n.behind--),
    /** kill -9, and a new process at the end. The kubelet tells of it after the parameter's milliseconds, unless that is 0. */
    CRASH(Effect.DISTURBS, (w, n, p) -> n.crash(p * MILLI), (w, n, p) -> n.start()),
    /** SIGTERM, and a start at the end. Parameter 1: the process exits; 0: the elector is started again in it. */
    STOP(Effect.ORDERED, (w, n, p) -> n.stop(p == 1), (w, n, p) -> n.start()),
    /** Asked to step down, with a pause of the parameter's milliseconds. */
    RESIGN(Effect.ORDERED, (w, n, p) -> n.resign(Duration.ofMillis(p)), Change.NONE),
    /** Calls that begin meanwhile run for up to 40 s and do not listen. */
    LONG_WORK(Effect.ORDERED, (w, n, p) -> n.longWork++, (w, n, p) -> n.longWork--),
    /** Listeners take up to 8 s. */
    SLOW_LISTENER(Effect.ORDERED, (w, n, p) -> n.slowListener++, (w, n, p) -> n.slowListener--),

    /** Threads, memory, whatever else is asked for is refused now and then: every port throws, and every listener. */
    SHORTAGE(
            Effect.DISTURBS,
            (w, n, p) -> n.shortage().begin(),
            (w, n, p) -> n.shortage().end()),

    /** Nothing passes between node and server. */
    CUT(Effect.DISTURBS, (w, n, p) -> n.link().cut++, (w, n, p) -> {
        n.link().cut--;
        w.healed(n);
    }),
    /** Requests arrive, answers and news do not. */
    ANSWERS_CUT(Effect.DISTURBS, (w, n, p) -> n.link().answersCut++, (w, n, p) -> {
        n.link().answersCut--;
        w.healed(n);
    }),
    /** Writes do not arrive; reads and news do. */
    WRITES_CUT(Effect.DISTURBS, (w, n, p) -> n.link().writesCut++, (w, n, p) -> n.link().writesCut--),
    /** Connections are refused at once. */
    REFUSED(Effect.DISTURBS, (w, n, p) -> n.link().refused++, (w, n, p) -> n.link().refused--),
    /** Some requests and some answers are lost. */
    LOSSY(Effect.DISTURBS, (w, n, p) -> n.link().lossy++, (w, n, p) -> n.link().lossy--),
    /** Requests and answers take up to the parameter's milliseconds each. */
    SLOW(
            Effect.DISTURBS,
            (w, n, p) -> {
                n.link().slow++;
                n.link().slowest = p * MILLI;
            },
            (w, n, p) -> n.link().slow--),
    /** Writes are held on their way for up to the parameter's milliseconds, then applied; nobody gets an answer. */
    WRITES_HELD(
            Effect.DISTURBS,
            (w, n, p) -> {
                n.link().holdsWrites++;
                n.link().longestHold = p * MILLI;
            },
            (w, n, p) -> n.link().holdsWrites--),

    /** News takes up to the parameter's milliseconds, each its own time. */
    NEWS_SLOW(
            Effect.ORDERED,
            (w, n, p) -> {
                n.link().newsSlow++;
                n.link().slowestNews = p * MILLI;
            },
            (w, n, p) -> n.link().newsSlow--),
    /** Most news is lost. */
    NEWS_LOST(Effect.ORDERED, (w, n, p) -> n.link().newsLost++, (w, n, p) -> n.link().newsLost--),
    /** Watches fall silent for good. */
    NEWS_STALLED(Effect.ORDERED, (w, n, p) -> n.link().newsStalled++, (w, n, p) -> n.link().newsStalled--),
    /** News comes twice. */
    NEWS_TWICE(Effect.ORDERED, (w, n, p) -> n.link().newsTwice++, (w, n, p) -> n.link().newsTwice--),
    /** Watches break. */
    WATCH_BROKEN(Effect.ORDERED, (w, n, p) -> w.breakWatches(n), Change.NONE),

    /** The wall clock is stepped by the parameter's milliseconds. */
    WALL_STEP(Effect.NONE, (w, n, p) -> n.clock().stepWall(p), Change.NONE),
    /** The wall clock stands still. */
    WALL_STUCK(
            Effect.NONE,
            (w, n, p) -> n.clock().stickWall(),
            (w, n, p) -> n.clock().freeWall()),

    /** The server hangs: what arrives is done later. */
    STALL(
            Effect.DISTURBS,
            (w, n, p) -> w.server().stall(),
            (w, n, p) -> w.server().unstall()),
    /** The server is gone for a while. */
    RESTART(
            Effect.DISTURBS,
            (w, n, p) -> w.server().goDown(),
            (w, n, p) -> w.server().comeUp()),
    /** 429 with Retry-After. */
    THROTTLE(Effect.DISTURBS, (w, n, p) -> w.server().throttling++, (w, n, p) -> w.server().throttling--),
    /** 5xx; some writes are applied all the same. */
    FAIL(Effect.DISTURBS, (w, n, p) -> w.server().failing++, (w, n, p) -> w.server().failing--),
    /** 403. */
    FORBID(Effect.DISTURBS, (w, n, p) -> w.server().forbidding++, (w, n, p) -> w.server().forbidding--),

    /** Answers contradict each other, in one of the ways of {@link Contradiction}; whatever is told of the lease is true. */
    CONTRADICT(
            Effect.DISTURBS,
            (w, n, p) -> w.server().contradict(Contradiction.of(p)),
            (w, n, p) -> w.server().contradictNoMore(Contradiction.of(p))),
    /** Every second read is told that there is no lease: terms may be lost by it at once. */
    DENY(Effect.EDITS, (w, n, p) -> w.server().denying++, (w, n, p) -> w.server().denying--),
    /** Answers to writes take up to the parameter's milliseconds, and news overtakes them. */
    ANSWERS_LATE(
            Effect.DISTURBS,
            (w, n, p) -> {
                n.link().answersLate++;
                n.link().latestAnswer = p * MILLI;
            },
            (w, n, p) -> n.link().answersLate--),

    /** The lease is deleted. */
    DELETE(Effect.EDITS, (w, n, p) -> w.server().delete(), Change.NONE),
    /** The holder is removed from the record, in one of the ways of {@link Edits#blank}. */
    BLANK(Effect.EDITS, (w, n, p) -> w.server().edit(record -> Edits.blank(record, p)), Change.NONE),
    /** A stranger's name is put into the record. */
    STEAL(Effect.EDITS, (w, n, p) -> w.server().edit(record -> Edits.stolen(record, p)), Change.NONE),
    /** One field is changed, or the whole record is made nonsense, in one of the ways of {@link Edits#damaged}. */
    DAMAGE(Effect.EDITS, (w, n, p) -> w.server().edit(record -> Edits.damaged(record, p)), Change.NONE),
    /** Numbers are put out of any range, in one of the ways of {@link Edits#distorted}. */
    DISTORT(Effect.EDITS, (w, n, p) -> w.server().edit(record -> Edits.distorted(record, p)), Change.NONE),
    /** A label is changed, and again after the parameter's milliseconds, until the end. */
    RELABEL(Effect.ORDERED, (w, n, p) -> w.server().edit(record -> record), Change.NONE),
    /** The store is put back by the parameter's number of states. */
    RESTORE(Effect.EDITS, (w, n, p) -> w.server().restore((int) p), Change.NONE),

    /** The Pod is given up by a controller; its processes live on. */
    POD_FAILED(Effect.NONE, (w, n, p) -> n.strikePod(SimPod::fails), Change.NONE),
    /** The Pod object is deleted by force; its processes live on. */
    POD_DELETED(Effect.NONE, (w, n, p) -> n.deletePod(), Change.NONE),
    /** A container ends, and the process that elects does not: it shares a namespace, or was in another container. */
    CONTAINER_ENDED(Effect.NONE, (w, n, p) -> n.endContainer(), Change.NONE);

    /** What a fault may lead to. */
    enum Effect {
        /** Nothing at all. */
        NONE,
        /** No term may be lost by it, but it may leave the election without a leader for a while. */
        ORDERED,
        /** If it lasts, terms may be lost. */
        DISTURBS,
        /** Terms may be lost at once. */
        EDITS
    }

    /** A change of the world at one node. */
    interface Change {
        /** No change. */
        Change NONE = (world, node, parameter) -> {};

        void make(World world, Node node, long parameter);
    }

    private final Effect effect;
    private final Change begin;
    private final Change end;

    FaultKind(Effect effect, Change begin, Change end) {
        this.effect = effect;
        this.begin = begin;
        this.end = end;
    }

    Effect effect() {
        return effect;
    }

    void begin(World world, Node node, long parameter) {
        begin.make(world, node, parameter);
    }

    void end(World world, Node node, long parameter) {
        end.make(world, node, parameter);
    }
}
