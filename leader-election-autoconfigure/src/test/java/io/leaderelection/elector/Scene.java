package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.elector.ElectionTable.Row;
import io.leaderelection.gate.ManualClock;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One elector on a stage: the test says what happens and sees exactly what the elector wants done. The elector's timers
 * ring as time {@linkplain #passes passes}; what it asks of the store is answered when the test says so.
 *
 * <p>Times are 15 s, 9 s and 2 s, so that a renewal is due each 3 s and an attempt may take 2250 ms. Chance always falls
 * in the middle: a polling period is exactly 2 s, the first pauses after failures are 75, 150 and 300 ms.
 */
final class Scene {

    static final Timings TIMINGS = Timings.of(Duration.ofSeconds(15), Duration.ofSeconds(9), Duration.ofSeconds(2));
    static final ElectionSettings SETTINGS = ElectionSettings.of("test", "me", TIMINGS);

    final ManualClock clock = new ManualClock();
    final PaperLease lease = new PaperLease();
    final Elector elector;

    private final BiConsumer<Row, State> played;
    private final Map<TimerKind, Long> timers = new EnumMap<>(TimerKind.class);
    private final List<ElectorCommand> commands = new ArrayList<>();
    private ElectorCommand.@Nullable Ask asked;
    private int names;

    Scene() {
        this(SETTINGS);
    }

    Scene(ElectionSettings settings) {
        this(settings, (row, next) -> {});
    }

    private boolean threadsReady = true;

    /**
     * @param played told each row of the table that is played, and the state that it led to
     */
    Scene(ElectionSettings settings, BiConsumer<Row, State> played) {
        this(settings, false, played);
    }

    /**
     * @param rehearses whether the store can rehearse a write
     */
    Scene(ElectionSettings settings, boolean rehearses, BiConsumer<Row, State> played) {
        this.played = played;
        this.elector = new Elector(
                settings, new TakeoverRules(), rehearses, clock, new FixedJitter(), "p-me", () -> threadsReady);
    }

    // What happens.

    /** What the end of a term needs is not to be had from now on. */
    Scene lacksThreads() {
        threadsReady = false;
        return this;
    }

    /** It is to be had again. */
    Scene hasThreads() {
        threadsReady = true;
        return this;
    }

    Scene starts() {
        return happens(new ElectorEvent.Start());
    }

    Scene stops() {
        return happens(new ElectorEvent.Stop());
    }

    Scene resigns(Duration pause) {
        return happens(new ElectorEvent.Resign(pause));
    }

    Scene workEnds() {
        return happens(new ElectorEvent.WorkEnded());
    }

    Scene watchWorks() {
        return happens(new ElectorEvent.WatchLive());
    }

    Scene watchFails() {
        return happens(new ElectorEvent.WatchDown(new StoreFailure(StoreFailure.Kind.UNREACHABLE, "watch is down")));
    }

    /** The watch tells how the lease is. */
    Scene hears() {
        return hears(lease.now());
    }

    Scene hears(StoredLease news) {
        return happens(new ElectorEvent.News(news));
    }

    Scene hearsOfDeletion(Version version) {
        return happens(new ElectorEvent.Deleted(version));
    }

    Scene hearsOfDeathOf(String process) {
        return happens(new ElectorEvent.HolderDied(process));
    }

    /** The store does what it was asked, and answers. */
    Scene isAnswered() {
        return isAnswered(carriedOut());
    }

    Scene isAnswered(Answer answer) {
        ElectorCommand.Ask answered = ask();
        asked = null;
        return happens(answered.answeredBy(answer));
    }

    /** The request fails; nothing is written. */
    Scene isRefused() {
        return isAnswered(new StoreFailure(StoreFailure.Kind.SERVER, "no"));
    }

    /** The store does what it was asked; the answer is still on its way. */
    Scene isAppliedUnheard() {
        carriedOut();
        return this;
    }

    /** Time passes, and what rings rings. */
    Scene passes(Duration time) {
        commands.clear();
        long end = clock.nanoTime() + time.toNanos();
        for (TimerKind next = nextBefore(end); next != null; next = nextBefore(end)) {
            clock.passes(Duration.ofNanos(timers.get(next) - clock.nanoTime()));
            timers.remove(next);
            feed(new ElectorEvent.TimerFired(next));
        }
        clock.passes(Duration.ofNanos(end - clock.nanoTime()));
        return this;
    }

    Scene passes(long millis) {
        return passes(Duration.ofMillis(millis));
    }

    /** Time passes, and the store confirms every request at once. */
    Scene renewsFor(Duration time) {
        return passesStepwise(time, this::isAnswered);
    }

    /** Time passes, and the store refuses every request at once. */
    Scene isRefusedFor(Duration time) {
        return passesStepwise(time, this::isRefused);
    }

    /** Time passes, and every request is answered at once. */
    Scene passesStepwise(Duration time, Runnable answer) {
        long end = clock.nanoTime() + time.toNanos();
        while (asked != null || clock.nanoTime() - end < 0) {
            if (asked != null) {
                answer.run();
            } else {
                TimerKind next = nextBefore(end);
                passes(Duration.ofNanos((next == null ? end : timers.get(next)) - clock.nanoTime()));
            }
        }
        return this;
    }

    /** A timer fires, due or not. */
    Scene rings(TimerKind timer) {
        timers.remove(timer);
        return happens(new ElectorEvent.TimerFired(timer));
    }

    Scene happens(ElectorEvent event) {
        commands.clear();
        feed(event);
        return this;
    }

    // Where plays begin.

    /** Leads term 1 with token 2 since this moment, by a lease that it created itself; the watch works. */
    Scene leads() {
        return starts().watchWorks().isAnswered().isAnswered().isAnswered().is(State.LEADING);
    }

    /** Loses its term because the store does nothing any more; its work goes on. */
    Scene loses() {
        return isRefusedFor(TIMINGS.renewDeadline()).is(State.LOST);
    }

    /** Follows another elector of our kind, whose last renewal it saw at this moment; the watch works. */
    Scene follows(String holder) {
        lease.says(Records.sealed(holder, 1));
        return starts().watchWorks().isAnswered().is(State.STANDBY);
    }

    // What the elector wants done.

    /** Checks what the elector wants done about the last thing that happened: exactly this, in this order. */
    Scene does(String... expected) {
        assertThat(commands.stream()
                        .map(Scene::told)
                        .filter(line -> !line.isEmpty())
                        .toList())
                .containsExactly(expected);
        return this;
    }

    Scene doesNothing() {
        return does();
    }

    /** Checks that nothing was asked of the store the last time. */
    Scene asksNothing() {
        assertThat(commands).noneMatch(ElectorCommand.Ask.class::isInstance);
        return this;
    }

    Scene is(State state) {
        assertThat(elector.state()).isEqualTo(state);
        return this;
    }

    /** Whether calls are let in now. */
    boolean isGateOpen() {
        return elector.context.term().isOpen();
    }

    /** How long until this timer rings. */
    Duration untilRings(TimerKind timer) {
        assertThat(timers).containsKey(timer);
        return Duration.ofNanos(timers.get(timer) - clock.nanoTime());
    }

    boolean isArmed(TimerKind timer) {
        return timers.containsKey(timer);
    }

    /** What the elector has asked of the store and waits for. */
    @Nullable
    ElectorCommand asked() {
        return asked;
    }

    /** The record of the write that is on its way. */
    LeaseRecord written() {
        assertThat(asked).isInstanceOf(ElectorCommand.Replace.class);
        return ((ElectorCommand.Replace) asked).record();
    }

    private void feed(ElectorEvent event) {
        State before = elector.state();
        EventKind kind = elector.kindOf(event);
        List<ElectorCommand> wanted = elector.handle(event);
        wanted.forEach(this::carryOut);
        commands.addAll(wanted);
        ElectionTable.ROWS.stream()
                .filter(row -> row.state() == before && row.event() == kind)
                .forEach(row -> played.accept(row, elector.state()));
        checkThatAllIsWell();
    }

    private void carryOut(ElectorCommand command) {
        if (command instanceof ElectorCommand.SetTimer set) {
            timers.put(set.timer(), clock.nanoTime() + set.delay().toNanos());
        } else if (command instanceof ElectorCommand.ClearTimer clear) {
            timers.remove(clear.timer());
        } else if (command instanceof ElectorCommand.Cancel cancel) {
            assertThat(ask().request()).isEqualTo(cancel.request());
            asked = null;
        } else if (command instanceof ElectorCommand.Ask ask) {
            assertThat(asked).as("one request at a time").isNull();
            asked = ask;
        }
    }

    /** What holds in every state, whatever has happened: nobody waits for what never comes, and no gate stands open. */
    private void checkThatAllIsWell() {
        State state = elector.state();
        boolean rehearses = asked instanceof ElectorCommand.Rehearse;
        assertThat(isArmed(TimerKind.ATTEMPT)).as("time limit of the request").isEqualTo(asked != null && !rehearses);
        if (rehearses) {
            assertThat(state).as("who rehearses").isEqualTo(State.STANDBY);
            assertThat(isArmed(TimerKind.REHEARSAL))
                    .as("time limit of the rehearsal")
                    .isTrue();
        }
        assertThat(isGateOpen())
                .as("gate open")
                .isEqualTo(
                        state == State.LEADING && elector.context.term().term().holds());
        boolean awaits = asked != null && !rehearses || isArmed(TimerKind.NEXT);
        switch (state) {
            case STOPPED -> assertThat(timers).isEmpty();
            case STANDBY ->
                assertThat(awaits
                                || !elector.context.settings().campaign()
                                        && elector.context.observer().isWatchLive())
                        .isTrue();
            case TAKING -> assertThat(asked).isInstanceOf(ElectorCommand.Replace.class);
            case LEADING, DRAINING, RELEASING ->
                assertThat(awaits && isArmed(TimerKind.DEADLINE)).isTrue();
            case LOST -> assertThat(elector.context.term().isWorkRunning()).isTrue();
        }
    }

    private @Nullable TimerKind nextBefore(long end) {
        return timers.entrySet().stream()
                .filter(timer -> timer.getValue() - end <= 0)
                .min((a, b) -> Long.signum(a.getValue() - b.getValue()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private ElectorCommand.Ask ask() {
        assertThat(asked).as("what is under way").isNotNull();
        return asked;
    }

    private Answer carriedOut() {
        if (asked instanceof ElectorCommand.Read) {
            return lease.read();
        } else if (asked instanceof ElectorCommand.Create create) {
            return lease.create(create.record());
        } else if (asked instanceof ElectorCommand.Rehearse rehearse) {
            return lease.rehearse(rehearse.lease().version());
        }
        assertThat(asked).isInstanceOf(ElectorCommand.Replace.class);
        ElectorCommand.Replace replace = (ElectorCommand.Replace) asked;
        return lease.replace(replace.expected().version(), replace.record());
    }

    /** A command in a line. The time limit of a request belongs to the request and is told only if it is a special one. */
    private static String told(ElectorCommand command) {
        if (command instanceof ElectorCommand.SetTimer set) {
            return set.timer() == TimerKind.ATTEMPT
                    ? ""
                    : set.timer() + " in " + set.delay().toMillis() + " ms";
        } else if (command instanceof ElectorCommand.ClearTimer clear) {
            return clear.timer() == TimerKind.ATTEMPT ? "" : "no " + clear.timer();
        } else if (command instanceof ElectorCommand.Read read) {
            return "read" + within(read.timeout());
        } else if (command instanceof ElectorCommand.Create create) {
            assertThat(create.record()).isEqualTo(LeaseRecord.VACANT);
            return "create" + within(create.timeout());
        } else if (command instanceof ElectorCommand.Replace replace) {
            return told(replace.record()) + " over v"
                    + replace.expected().version().revision() + within(replace.timeout());
        } else if (command instanceof ElectorCommand.Rehearse rehearse) {
            return "rehearse over v" + rehearse.lease().version().revision() + within(rehearse.timeout());
        } else if (command instanceof ElectorCommand.Grant grant) {
            return "grant term " + grant.term().number() + " token "
                    + grant.term().token();
        } else if (command instanceof ElectorCommand.Revoke revoke) {
            return "revoke " + revoke.reason();
        } else if (command instanceof ElectorCommand.LeaderSeen seen) {
            return seen.record().isHeld() ? "leader " + seen.record().holderIdentity() : "no leader";
        } else if (command instanceof ElectorCommand.LetExpire) {
            return "let expire";
        }
        return command.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String within(Duration timeout) {
        return timeout.equals(TIMINGS.attemptTimeout()) ? "" : " within " + timeout.toMillis() + " ms";
    }

    /** A write in a few words. */
    private static String told(LeaseRecord record) {
        return Rules.sealOf(record)
                .map(seal -> seal.released()
                        ? "release #%s token %s".formatted(seal.attempt(), seal.token())
                        : "write #%s term %s token %s"
                                .formatted(seal.attempt(), record.leaseTransitions(), seal.token()))
                .orElseThrow();
    }

    private final class FixedJitter implements Randomness {

        @Override
        public String nextName() {
            names++;
            return "incarnation-" + names;
        }

        @Override
        public double nextFraction() {
            return 0.5;
        }
    }
}
