package io.leaderelection.elector.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Where a search has come to: a world that waits for the next move. */
public final class Position {

    private final SearchedWorld world;
    private final OpenTime time;
    private final int mostFaults;
    private final StateHash hash;
    private int faults;
    private boolean lingered;

    /**
     * @param mostFaults how many things may go wrong from here on
     */
    public Position(SearchedWorld world, int mostFaults) {
        this.world = world;
        this.time = world.time();
        this.mostFaults = mostFaults;
        this.hash = new StateHash(time);
        world.look(hash);
    }

    /** The same for all positions that nobody in the world can tell apart. */
    public long fingerprint() {
        return lingered ? ~hash.fingerprint() : hash.fingerprint();
    }

    /** How many faults it took to come here. */
    int faults() {
        return faults;
    }

    long now() {
        return time.now();
    }

    /** Makes a move and lets everybody do at once what follows from it. Throws what it violates. */
    void make(Move move) {
        lingered = false;
        faults += move.faults();
        move.effect().run();
        world.playUntil(time.now());
        world.look(hash);
    }

    /** Makes the moves that are told so, one after the other. */
    public void make(String... moves) {
        for (String text : moves) {
            make(moves().stream()
                    .filter(move -> move.toString().equals(text))
                    .findFirst()
                    .orElseThrow());
        }
    }

    /** All that can happen next. */
    public List<Move> moves() {
        List<Move> moves = new ArrayList<>();
        if (world.isBeyondPromises()) {
            return moves;
        }
        for (Message message : time.underWay()) {
            if (message.kind() == Message.Kind.REQUEST && question(message).isAwaited()) {
                moves.add(new Move(() -> message + " and is answered", 0, () -> exchange(message)));
            }
            moves.add(new Move(message::toString, 0, () -> deliver(message)));
        }
        if (!lingered) {
            world.participants().forEach(participant -> addAlarm(moves, participant));
            addLinger(moves);
            moves.addAll(world.faults(hash));
        }
        moves.removeIf(move -> faults + move.faults() > mostFaults);
        return moves;
    }

    private void addAlarm(List<Move> moves, Participant participant) {
        time.dueOf(participant).ifPresent(due -> {
            long then = Math.max(time.now(), due);
            boolean passes = then > time.now();
            int wrong = passes ? time.lateNext() + leftBehind(participant, then) : 0;
            moves.add(new Move(() -> participant + ": an alarm rings", wrong, () -> ring(participant, then)));
        });
    }

    private int leftBehind(Participant participant, long then) {
        int behind = 0;
        for (Participant other : world.participants()) {
            long due = time.dueOf(other).orElse(Long.MAX_VALUE);
            behind += other != participant && due >= time.now() && due < then ? 1 : 0;
        }
        return behind;
    }

    private void ring(Participant participant, long then) {
        if (then > time.now()) {
            passUntil(then);
            time.leaveBehind();
        }
        hash.of(participant, "alarm");
        world.happen(time.alarmOf(participant));
    }

    /** Time may pass until just before the next alarm, for the sake of messages that arrive then. */
    private void addLinger(List<Move> moves) {
        long next = Long.MAX_VALUE;
        for (Participant participant : world.participants()) {
            OptionalLong due = time.dueOf(participant);
            next = due.isPresent() && due.getAsLong() > time.now() ? Math.min(next, due.getAsLong()) : next;
        }
        long until = next - 1;
        if (time.lateNext() > 0 && next < Long.MAX_VALUE && until > time.now()) {
            moves.add(new Move(() -> "time passes until just before the next alarm", 1, () -> {
                passUntil(until);
                lingered = true;
            }));
        }
    }

    private void passUntil(long then) {
        world.playUntil(then);
        time.passUntil(then);
    }

    private void deliver(Message message) {
        String what = message.toString();
        switch (message.kind()) {
            case REQUEST -> {
                if (question(message).isWrite()) {
                    hash.ofServer(what);
                } else {
                    hash.ofReading(message.whose(), what);
                }
            }
            case WATCH -> hash.ofServer(what);
            case ANSWER, NEWS, NEXT_NEWS -> hash.of(message.whose(), what);
            case WORK -> {
                hash.of(message.whose(), what);
                hash.ofOracles(what);
            }
        }
        world.happen(time.arrivalOf(message));
        world.playUntil(time.now());
    }

    /** A request and its answer pass without delay. */
    private void exchange(Message request) {
        deliver(request);
        time.underWay().stream()
                .filter(message -> message.kind() == Message.Kind.ANSWER && message.about() == request.about())
                .findFirst()
                .ifPresent(this::deliver);
    }

    private static Question question(Message request) {
        return (Question) request.about();
    }
}
