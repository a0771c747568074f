package io.leaderelection.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process uses, as the kernel tells it.
 *
 * @param cpuMillis time on the processors since its start
 * @param threads number of its threads
 * @param residentKib memory that it occupies
 */
record Vitals(long cpuMillis, long threads, long residentKib) {

    private static final long MILLIS_PER_TICK = 10; // USER_HZ is 100 on every Linux that Java runs on

    static Vitals of(long pid) {
        String stat = read(pid, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        String status = read(pid, "status");
        return new Vitals(ticks * MILLIS_PER_TICK, number(status, "Threads:"), number(status, "VmRSS:"));
    }

    private static long number(String status, String name) {
        String line =
                status.lines().filter(each -> each.startsWith(name)).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
