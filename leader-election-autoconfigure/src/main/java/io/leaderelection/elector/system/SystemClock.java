package io.leaderelection.elector.system;

import io.leaderelection.elector.ElectorClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The machine's clocks. Boot time comes from {@code /proc/uptime}, which counts suspension, in steps of 10 ms; on
 * machines without that file a sleep cannot be noticed.
 */
public final class SystemClock implements ElectorClock {

    private static final Path UPTIME = Path.of("/proc/uptime");

    private final @Nullable FileChannel uptime = open();

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long bootNanos() {
        if (uptime == null) {
            return NO_BOOT_TIME;
        }
        try {
            ByteBuffer text = ByteBuffer.allocate(64);
            uptime.read(text, 0);
            String seconds = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).split(" ")[0];
            return new BigDecimal(seconds).movePointRight(9).longValue();
        } catch (IOException | NumberFormatException unreadable) {
            return NO_BOOT_TIME;
        }
    }

    private static @Nullable FileChannel open() {
        try {
            return FileChannel.open(UPTIME, StandardOpenOption.READ);
        } catch (IOException | RuntimeException absent) {
            return null;
        }
    }
}
