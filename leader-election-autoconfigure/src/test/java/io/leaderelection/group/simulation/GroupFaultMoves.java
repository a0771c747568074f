package io.leaderelection.group.simulation;

import io.leaderelection.LeaderElection;
import io.leaderelection.elector.simulation.Move;
import io.leaderelection.elector.simulation.StateHash;
import java.util.ArrayList;
import java.util.List;

/** What can happen to the members of a group and to its leases that is neither a message nor an alarm. */
final class GroupFaultMoves {

    private final SearchedGroup group;
    private final GroupWorld world;
    private final StateHash hash;
    private final List<Move> moves = new ArrayList<>();

    GroupFaultMoves(SearchedGroup group, StateHash hash) {
        this.group = group;
        this.world = group.world;
        this.hash = hash;
    }

    /** Those that are possible now. */
    List<Move> possible() {
        world.nodes.stream().filter(node -> !node.dead).forEach(this::addTo);
        if (world.server.assignment() != null) {
            addEdit("the assignment is deleted", () -> world.server.delete(GroupWorld.ASSIGNMENT));
            addEdit("the assignment is blanked", () -> world.overwrite(""));
            world.server.formerAssignments().forEach(this::addPutBack);
        }
        for (int seat = 0; seat < world.seats; seat++) {
            String lease = "seat-" + seat;
            if (world.server.lease(lease) != null) {
                addEdit(lease + " is deleted", () -> world.rob(lease, null));
            }
        }
        return moves;
    }

    private void addPutBack(GroupServer.Entry old) {
        String what = "the assignment of revision " + old.version().revision() + " is put back";
        addEdit(what, () -> world.server.putBack(old));
    }

    private void addTo(GroupNode node) {
        if (node.paused) {
            add(node, "is resumed", 0, () -> group.happen(node::resume));
            return;
        }
        add(node, "is paused", 1, () -> node.paused = true);
        add(node, "is killed, and another process starts", 1, () -> {
            node.dead = true;
            group.starts();
        });
        if (node.wanted) {
            add(node, "is told to stop", 1, () -> group.happen(() -> node.happen(node::stop)));
        }
        for (int shard : node.group.owned()) {
            LeaderElection election = node.group.election(shard);
            add(node, "gives shard " + shard + " back", 1, () -> group.happen(() -> node.happen(election::resign)));
        }
    }

    private void add(GroupNode node, String what, int faults, Runnable effect) {
        moves.add(new Move(() -> node + " " + what, faults, () -> {
            hash.of(node, what);
            effect.run();
        }));
    }

    private void addEdit(String what, Runnable edit) {
        moves.add(new Move(() -> what, 1, () -> {
            hash.ofServer(what);
            group.happen(edit);
        }));
    }
}
