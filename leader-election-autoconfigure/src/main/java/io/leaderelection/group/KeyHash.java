package io.leaderelection.group;

import io.leaderelection.spi.ShardHash;

/** FNV-1a with 32 bits: the function from keys to numbers that is used by default. */
public final class KeyHash implements ShardHash {

    /** Its name, which all members of a group must agree on. */
    public static final String NAME = "fnv1a32";

    private static final int OFFSET = 0x811C9DC5;
    private static final int PRIME = 0x01000193;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int hash(String key) {
        return of(key);
    }

    /** The hash of the key's UTF-8 bytes. Lone surrogates count as the three bytes that UTF-8 would give them. No memory is needed. */
    public static int of(String key) {
        int hash = OFFSET;
        for (int at = 0; at < key.length(); at++) {
            char unit = key.charAt(at);
            if (unit < 0x80) {
                hash = with(hash, unit);
            } else if (unit < 0x800) {
                hash = with(with(hash, 0xC0 | unit >> 6), 0x80 | unit & 0x3F);
            } else if (Character.isHighSurrogate(unit)
                    && at + 1 < key.length()
                    && Character.isLowSurrogate(key.charAt(at + 1))) {
                hash = withFour(hash, Character.toCodePoint(unit, key.charAt(++at)));
            } else {
                hash = with(with(with(hash, 0xE0 | unit >> 12), 0x80 | unit >> 6 & 0x3F), 0x80 | unit & 0x3F);
            }
        }
        return hash;
    }

    private static int withFour(int hash, int point) {
        int half = with(with(hash, 0xF0 | point >> 18), 0x80 | point >> 12 & 0x3F);
        return with(with(half, 0x80 | point >> 6 & 0x3F), 0x80 | point & 0x3F);
    }

    private static int with(int hash, int octet) {
        return (hash ^ octet) * PRIME;
    }
}
