package io.leaderelection.group;

import io.leaderelection.ShardOwner;
import io.leaderelection.lock.ForeignText;
import org.jspecify.annotations.Nullable;

/** Who owns a shard, with foreign text escaped and cut. */
record Owner(String identity, @Nullable String address, long fencingToken) implements ShardOwner {

    static Owner of(Member member, long token) {
        return new Owner(shown(member.identity()), member.address() == null ? null : shown(member.address()), token);
    }

    static String shown(String text) {
        return ForeignText.shown(text);
    }
}
