package io.leaderelection.elector.system;

import io.leaderelection.gate.ElectorClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The machine's clocks. Boot time comes from {@code /proc/uptime}, which counts suspension, in steps of 10 ms; on
 * machines without that file a sleep cannot be noticed.
 */
public final class SystemClock implements ElectorClock {

    private static final String UPTIME = "/proc/uptime";

    /** Not a channel: an interrupted thread that reads one closes it, for everybody and for good. Guarded by this. */
    private final @Nullable RandomAccessFile uptime = open();

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public synchronized long bootNanos() {
        if (uptime == null) {
            return NO_BOOT_TIME;
        }
        try {
            byte[] text = new byte[64];
            uptime.seek(0);
            int length = Math.max(0, uptime.read(text));
            String seconds = new String(text, 0, length, StandardCharsets.US_ASCII).split(" ")[0];
            return new BigDecimal(seconds).movePointRight(9).longValue();
        } catch (IOException | NumberFormatException unreadable) {
            return NO_BOOT_TIME;
        }
    }

    private static @Nullable RandomAccessFile open() {
        try {
            return new RandomAccessFile(UPTIME, "r");
        } catch (IOException | SecurityException absent) {
            return null;
        }
    }
}
