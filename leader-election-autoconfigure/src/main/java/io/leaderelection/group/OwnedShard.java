package io.leaderelection.group;

import io.leaderelection.GatedCall;
import io.leaderelection.Shard;
import io.leaderelection.ShardGroup;
import java.util.Optional;

/** A shard as its work sees it. */
record OwnedShard(String group, int number, GatedCall call) implements Shard {

    /** That of the innermost call of the group that the calling thread is in. */
    static Optional<Shard> current(ShardGroup group) {
        for (GatedCall call : GatedCall.allCurrent()) {
            String election = call.leadership().election();
            int number = numberOf(election, group.name() + "-");
            if (number >= 0 && number < group.shards()) {
                return Optional.of(new OwnedShard(group.name(), number, call));
            }
        }
        return Optional.empty();
    }

    /** No election but that of a shard has such a name: the start would be refused. */
    private static int numberOf(String election, String prefix) {
        return election.startsWith(prefix)
                        && election.substring(prefix.length()).matches("\\d{1,9}")
                ? Integer.parseInt(election.substring(prefix.length()))
                : -1;
    }
}
