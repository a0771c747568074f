package io.leaderelection.evidence;

import io.leaderelection.it.apiserver.Permission;
import io.leaderelection.test.apiserver.ApiServer;
import java.time.Duration;

/** Something that happens to a leader. */
enum Scenario {
    SIGTERM("Leader shut down, work ends at once", "SIGTERM") {
        @Override
        void inject(Team team, Member leader) {
            leader.process().terminate();
        }
    },

    SIGTERM_SLOW("Leader shut down, work needs 3 s", "SIGTERM") {
        @Override
        Duration work() {
            return Duration.ofSeconds(3);
        }

        @Override
        void inject(Team team, Member leader) {
            leader.process().terminate();
        }
    },

    KILL("Leader killed", "SIGKILL") {
        @Override
        void inject(Team team, Member leader) {
            leader.process().kill();
        }
    },

    SHORT_PAUSE("Leader paused for longer than the renew deadline, shorter than the lease", "SIGSTOP, SIGCONT") {
        @Override
        Duration work() {
            return HALF_A_SECOND;
        }

        @Override
        Duration hold(Timings timings) {
            return timings.shortPause();
        }

        @Override
        void inject(Team team, Member leader) {
            team.pause(leader);
        }

        @Override
        void heal(Team team, Member leader) {
            team.resume(leader);
        }
    },

    LONG_PAUSE("Leader paused for longer than the lease", "SIGSTOP, SIGCONT") {
        @Override
        Duration work() {
            return HALF_A_SECOND;
        }

        @Override
        Duration hold(Timings timings) {
            return timings.longPause();
        }

        @Override
        void inject(Team team, Member leader) {
            team.pause(leader);
        }

        @Override
        void heal(Team team, Member leader) {
            team.resume(leader);
        }
    },

    CUT_BOTH_WAYS("Leader cut off from the API server, both ways", "its proxy passes nothing on") {
        @Override
        Duration work() {
            return HALF_A_SECOND;
        }

        @Override
        Duration hold(Timings timings) {
            return timings.leaseDuration().plus(timings.retryPeriod().multipliedBy(3));
        }

        @Override
        void inject(Team team, Member leader) {
            leader.slot().network().cutBothWays();
        }

        @Override
        void heal(Team team, Member leader) {
            leader.slot().network().heal();
        }
    },

    ANSWERS_CUT("Leader gets no answers, its requests arrive", "its proxy passes requests only") {
        @Override
        Duration work() {
            return HALF_A_SECOND;
        }

        @Override
        Duration hold(Timings timings) {
            return CUT_BOTH_WAYS.hold(timings);
        }

        @Override
        void inject(Team team, Member leader) {
            leader.slot().network().cutAnswers();
        }

        @Override
        void heal(Team team, Member leader) {
            leader.slot().network().heal();
        }
    },

    SERVER_PAUSED("API server paused for a third of the lease", "SIGSTOP, SIGCONT of kube-apiserver") {
        @Override
        boolean isServers() {
            return true;
        }

        @Override
        void injectServer(ApiServer server, Timings timings) {
            server.apiServer().pause();
            Pacing.waitUntil(System.nanoTime() + timings.leaseDuration().toNanos() / 3);
            server.apiServer().resume();
        }
    },

    SERVER_RESTARTED("API server killed and started again", "SIGKILL of kube-apiserver") {
        @Override
        boolean isServers() {
            return true;
        }

        @Override
        void injectServer(ApiServer server, Timings timings) {
            server.restart();
        }
    },

    LEASE_DELETED("Lease deleted", "DELETE") {
        @Override
        Duration hold(Timings timings) {
            return timings.leaseDuration().plus(timings.retryPeriod().multipliedBy(2));
        }

        @Override
        void inject(Team team, Member leader) {
            team.leases().delete(Team.LEASE).ok();
        }
    },

    RIGHTS_TAKEN("Leader's right to update taken away", "its Role without update and patch") {
        @Override
        Duration hold(Timings timings) {
            return CUT_BOTH_WAYS.hold(timings);
        }

        @Override
        void inject(Team team, Member leader) {
            leader.slot().account().may(Permission.onLeases("get", "list", "watch"));
        }

        @Override
        void heal(Team team, Member leader) {
            leader.slot().account().may(Team.allRights());
        }
    },

    SAME_IDENTITY("A second process with the leader's identity", "started beside it") {
        @Override
        Duration hold(Timings timings) {
            return timings.leaseDuration().plus(timings.retryPeriod().multipliedBy(2));
        }

        @Override
        void inject(Team team, Member leader) {
            team.startTwinOf(leader).awaitStart(Duration.ofMinutes(5));
        }

        @Override
        void heal(Team team, Member leader) {
            Member twin = team.members().get(team.members().size() - 1);
            twin.close();
        }
    };

    /** Long enough that a fault falls into a unit of work, as a rule. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final String title;
    private final String injection;

    Scenario(String title, String injection) {
        this.title = title;
        this.injection = injection;
    }

    String title() {
        return title;
    }

    /** How it is brought about. */
    String injection() {
        return injection;
    }

    /** How long a unit of the leader's work takes. */
    Duration work() {
        return Duration.ofMillis(10);
    }

    /** How long it lasts; zero if it lasts until somebody else leads. */
    Duration hold(Timings timings) {
        return Duration.ZERO;
    }

    /** Whether it happens to the server, and so to all teams at once. */
    boolean isServers() {
        return false;
    }

    void injectServer(ApiServer server, Timings timings) {
        throw new UnsupportedOperationException(name());
    }

    void inject(Team team, Member leader) {
        throw new UnsupportedOperationException(name());
    }

    /** Ends what lasts. */
    void heal(Team team, Member leader) {}
}
