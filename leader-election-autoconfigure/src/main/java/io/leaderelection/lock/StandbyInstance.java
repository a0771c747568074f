package io.leaderelection.lock;

import org.jspecify.annotations.Nullable;

/**
 * An instance that waits for a lease, as it makes itself known there. Both texts are cut to {@value #LONGEST} characters.
 *
 * @param identity its name
 * @param revision revision of the application that it runs; {@code null} if that is not known
 */
public record StandbyInstance(String identity, @Nullable String revision) {

    private static final int LONGEST = 253;

    public StandbyInstance {
        identity = cut(identity);
        revision = revision == null ? null : cut(revision);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
