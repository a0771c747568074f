package io.leaderelection.spring.leaderonly;

import io.leaderelection.Shard;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;

/** Checks that the calls of a method that belongs to a group can be told to its shards. */
final class GroupCheck {

    private GroupCheck() {}

    static Optional<Violation> violation(MarkedMethod method) {
        LeaderOnlyAttribute attribute = method.attribute();
        if (!attribute.isOfGroup()) {
            return attribute.key().isEmpty()
                    ? Optional.empty()
                    : method.violation(
                            "has a key and no group: keys tell the shards of a group",
                            "Name the group, @LeaderOnly(group = \"orders\", key = \"#id\"), or remove the key.");
        }
        if (!attribute.election().isEmpty()) {
            return method.violation(
                    "names an election and a group: it belongs to one of them", "Remove election or group.");
        }
        if (attribute.runOnGrant()) {
            return method.violation(
                    "asks for runOnGrant, which is for elections and not for groups",
                    "Remove runOnGrant; to act when shards are granted, listen to ShardsGrantedEvent.");
        }
        return attribute.isForEachShard() ? ofSchedule(method) : ofKey(method);
    }

    /** What runs for each owned shard has nobody to answer, and ends when it returns. */
    private static Optional<Violation> ofSchedule(MarkedMethod method) {
        Class<?>[] parameters = method.method().getParameterTypes();
        if (method.annotations().isPresent(Scheduled.class)
                && Arrays.asList(parameters).contains(Shard.class)) {
            return method.violation(
                    "is scheduled and has a parameter, which Spring's scheduler does not allow",
                    "Remove the parameter, and ask the group for the shard: ShardGroup.current().");
        }
        return method.annotations().isPresent(Scheduled.class)
                        && parameters.length == 0
                        && method.method().getReturnType() == void.class
                ? Optional.empty()
                : method.violation(
                        "names a group and no key: only @Scheduled methods that return void run once for each owned"
                                + " shard",
                        "Say which shard a call belongs to: @LeaderOnly(group = \"orders\", key ="
                                + " \"#order.customerId\").");
    }

    private static Optional<Violation> ofKey(MarkedMethod method) {
        try {
            new KeyExpression(method.attribute().key(), method.method());
            return Optional.empty();
        } catch (IllegalArgumentException unfit) {
            return method.violation(
                    String.valueOf(unfit.getMessage()),
                    "Use parameters of the method, by name (compile with -parameters) or by place, as in #p0.");
        }
    }
}
