package io.leaderelection.spring.leaderonly;

import io.leaderelection.LeaderElection;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Says which election lets a call in. Any thread. */
@FunctionalInterface
interface GateElection {

    /** The election for this call. */
    LeaderElection of(MethodInvocation invocation);

    /** The same for all calls. It is looked up at the first one, since gates are made before elections are. */
    static GateElection fixed(Supplier<LeaderElection> lookup) {
        return new Fixed(lookup);
    }

    /** Looks an election up once: it is the same whoever looks it up. */
    final class Fixed implements GateElection {

        private final Supplier<LeaderElection> lookup;
        private volatile @Nullable LeaderElection election;

        private Fixed(Supplier<LeaderElection> lookup) {
            this.lookup = lookup;
        }

        @Override
        public LeaderElection of(MethodInvocation invocation) {
            LeaderElection known = election;
            if (known == null) {
                known = lookup.get();
                election = known;
            }
            return known;
        }
    }
}
