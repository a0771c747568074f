package io.leaderelection.elector.simulation;

import java.util.ArrayList;
import java.util.List;

/** What can happen to the nodes and to the lease that is neither a message nor an alarm. */
final class FaultMoves {

    private static final long HOUR_BACK_MILLIS = -3_600_000;

    private final World world;
    private final StateHash hash;
    private final Bounds bounds;

    FaultMoves(World world, StateHash hash, Bounds bounds) {
        this.world = world;
        this.hash = hash;
        this.bounds = bounds;
    }

    /** Those that are possible now. */
    List<Move> possible() {
        List<Move> moves = new ArrayList<>();
        for (FaultKind kind : bounds.kinds()) {
            if (kind.effect() == FaultKind.Effect.EDITS || kind == FaultKind.RELABEL) {
                if (world.server().lease() != null) {
                    moves.add(new Move(() -> "the lease: " + kind, 1, () -> edit(kind)));
                }
            } else {
                world.nodes().stream()
                        .filter(node -> strikes(kind, node))
                        .forEach(node -> moves.add(new Move(() -> node + ": " + kind, 1, () -> strike(kind, node))));
            }
        }
        return moves;
    }

    private static boolean strikes(FaultKind kind, Node node) {
        return switch (kind) {
            case RESIGN -> node.isOpen();
            case STOP -> node.process() != null;
            default -> true;
        };
    }

    private void edit(FaultKind kind) {
        hash.ofServer(kind.name());
        world.happen(() -> {
            Fault fault = new Fault(kind, world.time().now(), 0, Fault.ALL, 0);
            world.disturbances().begin(fault, List.of());
            kind.begin(world, world.nodes().get(0), 0);
            world.disturbances().end(fault, List.of());
        });
    }

    private void strike(FaultKind kind, Node node) {
        hash.of(node, kind.name());
        world.happen(() -> {
            kind.begin(world, node, kind == FaultKind.WALL_STEP ? HOUR_BACK_MILLIS : 0);
            if (kind == FaultKind.CRASH) {
                node.start();
            }
        });
    }
}
