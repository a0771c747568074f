package io.leaderelection.evidence;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that a run writes besides its raw results. */
final class Pages {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path RESULTS = ROOT.resolve("evidence/results");
    static final Path RAW = RESULTS.resolve("results.json");

    private Pages() {}

    /** Text by file. */
    static Map<Path, String> of(Results results) {
        Map<Path, String> pages = new LinkedHashMap<>();
        pages.put(ROOT.resolve("docs/evidence.md"), EvidencePage.render(results));
        pages.put(ROOT.resolve("docs/performance.md"), PerformancePage.render(results));
        PerformancePage.DRAWN.forEach(scenario -> pages.put(
                RESULTS.resolve(PerformancePage.plotFile(scenario)), PerformancePage.plot(results, scenario)));
        return pages;
    }
}
