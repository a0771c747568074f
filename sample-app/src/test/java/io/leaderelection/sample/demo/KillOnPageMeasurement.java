package io.leaderelection.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** How long nobody leads after the button "Kill", by the page's own axis. Run by name only; asserts only that it measured. */
class KillOnPageMeasurement {

    private static final int RUNS = 20;

    @Test
    void measure() throws IOException {
        List<Double> gaps = new ArrayList<>();
        try (Room room = Demo.open(Backend.FILE, Terminal.silent());
                PageServer server = new PageServer(room)) {
            server.start();
            try (Browser browser = Browser.open(server.address())) {
                while (gaps.size() < RUNS) {
                    gaps.add(kill(browser));
                }
            }
        }
        gaps.sort(null);
        System.out.printf(
                Locale.ROOT,
                "Kill on the page: another leads after %.1f ms (median of %d; %.1f to %.1f ms)%n",
                (gaps.get(RUNS / 2 - 1) + gaps.get(RUNS / 2)) / 2,
                RUNS,
                gaps.get(0),
                gaps.get(RUNS - 1));
        assertThat(gaps).hasSize(RUNS).allMatch(gap -> gap >= 0);
    }

    /** Kills the leader once all follow it, and starts it again after. */
    private static double kill(Browser browser) {
        String leader = browser.awaitLeader();
        browser.awaitFollowers(2);
        browser.press("kill", leader);
        String next = browser.awaitLeaderOtherThan(leader);
        double gap = browser.gapBefore(next);
        browser.press("start", leader);
        return gap;
    }
}
