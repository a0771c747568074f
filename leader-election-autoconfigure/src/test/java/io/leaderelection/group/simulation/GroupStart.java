package io.leaderelection.group.simulation;

import io.leaderelection.elector.simulation.Position;

/** The situations from which a search begins, each reached without disturbance. */
enum GroupStart {
    /** Both have just been started, and there is no lease. */
    NEW {
        @Override
        void play(SearchedGroup group) {
            group.starts();
            group.starts();
        }
    },
    /** One member owns both shards, and the other one has just been started. */
    JOIN {
        @Override
        void play(SearchedGroup group) {
            GroupNode first = group.starts();
            group.playUndisturbed(() -> group.isSharedOutTo(first));
            group.rest();
            group.starts();
        }
    },
    /** One member has the only seat, and another process has just been started. */
    SPARE {
        @Override
        void play(SearchedGroup group) {
            JOIN.play(group);
        }

        @Override
        int seats() {
            return 1;
        }
    },
    /** A shard is about to move to a member that has joined: its owner has not heard yet that it is to give it up. */
    MOVE {
        @Override
        void play(SearchedGroup group) {
            JOIN.play(group);
            group.playUndisturbed(
                    () -> String.valueOf(group.world.server.assignment()).matches(".*owners=.*-\\w+-.*"));
        }
    },
    /** Each member owns one shard. */
    SHARED {
        @Override
        void play(SearchedGroup group) {
            JOIN.play(group);
            GroupNode first = group.world.nodes.get(0);
            GroupNode second = group.world.nodes.get(1);
            group.playUndisturbed(() -> group.isSharedOutTo(first, second));
        }
    },
    /** Each member owns one shard, and one has just been told to stop. */
    LEAVE {
        @Override
        void play(SearchedGroup group) {
            SHARED.play(group);
            group.happenNow(group.world.nodes.get(0)::stop);
        }
    },
    /** Each member owns one shard, and the assignment has just been deleted. */
    LOST {
        @Override
        void play(SearchedGroup group) {
            SHARED.play(group);
            group.happenNow(() -> group.world.server.delete(GroupWorld.ASSIGNMENT));
        }
    },
    /** Each member owns one shard; one of them has been paused, and its seat is about to expire. */
    PAUSED {
        @Override
        void play(SearchedGroup group) {
            SHARED.play(group);
            group.world.nodes.get(0).paused = true;
            long expiry =
                    group.time().now() + GroupWorld.TIMINGS.leaseDuration().toNanos();
            group.playUndisturbed(() -> group.isQuietUntil(expiry - GroupWorld.SECOND / 2));
        }
    };

    abstract void play(SearchedGroup group);

    int seats() {
        return 2;
    }

    /** How many events of so many to try: fewer where most is under way, for there are too many orders. */
    int events(int most) {
        return switch (this) {
            case MOVE -> most - 1;
            case SPARE -> most + 1;
            default -> most;
        };
    }

    /** This situation, before a search. */
    Position position(int mostFaults) {
        SearchedGroup group = new SearchedGroup(seats());
        play(group);
        return new Position(group, mostFaults);
    }
}
