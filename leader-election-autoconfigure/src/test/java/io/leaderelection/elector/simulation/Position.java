package io.leaderelection.elector.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Where a search has come to: a world that waits for the next move. */
final class Position {

    private final SearchedChoices choices = new SearchedChoices();
    private final OpenTime time = choices.time();
    private final Bounds bounds;
    private final World world;
    private final StateHash hash;
    private final FaultMoves faultMoves;
    private int faults;
    private boolean lingered;

    Position(StartPosition start, Mutant mutant, Bounds bounds) {
        this.bounds = bounds;
        this.world = start.world(mutant, choices);
        this.hash = new StateHash(world);
        this.faultMoves = new FaultMoves(world, hash, bounds);
    }

    /** The same for all positions that nobody in the world can tell apart. */
    long fingerprint() {
        return lingered ? ~hash.fingerprint() : hash.fingerprint();
    }

    /** How many faults it took to come here. */
    int faults() {
        return faults;
    }

    long now() {
        return time.now();
    }

    /** Makes a move and lets everybody do at once what follows from it. */
    void make(Move move) {
        lingered = false;
        faults += move.faults();
        move.effect().run();
        world.playUntil(time.now());
        hash.look();
    }

    /** All that can happen next. */
    List<Move> moves() {
        List<Move> moves = new ArrayList<>();
        for (Message message : time.underWay()) {
            if (message.kind() == Message.Kind.REQUEST && ((Call) message.about()).isAwaited()) {
                moves.add(new Move(() -> message + " and is answered", 0, () -> exchange(message)));
            }
            moves.add(new Move(message::toString, 0, () -> deliver(message)));
        }
        if (!lingered) {
            world.nodes().forEach(node -> addAlarm(moves, node));
            addLinger(moves);
            moves.addAll(faultMoves.possible());
        }
        moves.removeIf(move -> faults + move.faults() > bounds.faults());
        return moves;
    }

    private void addAlarm(List<Move> moves, Node node) {
        time.dueOf(node).ifPresent(due -> {
            long then = Math.max(time.now(), due);
            boolean passes = then > time.now();
            int wrong = passes ? time.onTime().size() + nodesLeftBehind(node, then) : 0;
            moves.add(new Move(() -> node + ": an alarm rings", wrong, () -> ring(node, then)));
        });
    }

    private int nodesLeftBehind(Node node, long then) {
        int behind = 0;
        for (Node other : world.nodes()) {
            long due = time.dueOf(other).orElse(Long.MAX_VALUE);
            behind += other != node && due >= time.now() && due < then ? 1 : 0;
        }
        return behind;
    }

    private void ring(Node node, long then) {
        if (then > time.now()) {
            passUntil(then);
            time.leaveBehind();
        }
        hash.of(node, "alarm");
        world.happen(time.alarmOf(node));
    }

    /** Time may pass until just before the next alarm, for the sake of messages that arrive then. */
    private void addLinger(List<Move> moves) {
        long next = Long.MAX_VALUE;
        for (Node node : world.nodes()) {
            OptionalLong due = time.dueOf(node);
            next = due.isPresent() && due.getAsLong() > time.now() ? Math.min(next, due.getAsLong()) : next;
        }
        long until = next - 1;
        if (!time.onTime().isEmpty() && next < Long.MAX_VALUE && until > time.now()) {
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
        switch (message.kind()) {
            case REQUEST, WATCH -> hash.ofServer(message.toString());
            case ANSWER, NEWS -> hash.of(message.node(), message.toString());
            case WORK -> {
                hash.of(message.node(), message.toString());
                hash.ofOracles(message.toString());
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
}
