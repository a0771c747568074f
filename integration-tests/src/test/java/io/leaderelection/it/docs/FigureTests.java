package io.leaderelection.it.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every figure that was measured has one source, {@code docs/measurements.md}: a number there and each quotation are
 * followed by the same comment, which names the figure. Tests beside the code compare the figures that are set
 * and not measured.
 */
class FigureTests {

    private static final Pattern MARKED =
            Pattern.compile("(\\d+(?:\\.\\d+)?)(?: (ns|ms|s))?<!-- figure: ([a-z-]+) -->");
    private static final Pattern UNMARKED =
            Pattern.compile("\\d(?: ?(?:ns|µs|ms)\\b(?!<!-- figure: )| (?:a|per) (?:second|minute)\\b)");

    /** Times of a thousandth and less that are rules, and no measurements, by page. */
    private static final Map<String, String> RULES =
            Map.of("docs/election.md", "250 ms", "docs/simulation.md", "260 ms");

    private final Map<String, Figure> measured = byName(figures(page("docs/measurements.md")));

    @Test
    void everyQuotedFigureIsTheMeasuredOne() {
        List<Figure> quoted =
                quotingPages().flatMap(page -> figures(page).stream()).toList();

        assertThat(quoted).hasSizeGreaterThanOrEqualTo(measured.size());
        assertThat(quoted)
                .allSatisfy(figure -> assertThat(figure.differsFrom(measured.get(figure.name)))
                        .as("%s; measured: %s", figure, measured.get(figure.name))
                        .isFalse());
        assertThat(quoted.stream().map(Figure::name).distinct())
                .as("a mark that nobody quotes is noise")
                .containsAll(measured.keySet());
    }

    @Test
    void noPageTellsAFigureWithoutAMark() {
        assertThat(quotingPages().flatMap(FigureTests::unmarked)).isEmpty();
    }

    @Test
    void everyRuleStandsOnItsPage() {
        assertThat(RULES)
                .allSatisfy((page, text) -> assertThat(page(page).prose()).anyMatch(line -> line.contains(text)));
    }

    /** The page itself is compared with the simulation by {@code SimulationPageTest}. */
    @Test
    void theReadmeCountsSchedulesAndWrongElectorsAsThePageOfTheSimulationDoes() {
        List<String> simulation = page("docs/simulation.md").lines();
        long mutants = simulation.stream()
                .dropWhile(line -> !line.startsWith("| mutant | what is wrong |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .count();

        assertThat(page("README.md").lines())
                .anyMatch(line -> line.contains("and %s deliberately wrong electors".formatted(mutants)))
                .anyMatch(line -> line.contains("20,000 simulated schedules"));
        assertThat(simulation).anyMatch(line -> line.startsWith("# 20,000 schedules"));
    }

    @Test
    void aFigureThatDiffersIsFound() {
        Figure source = figure("| 35.3 ms<!-- figure: killed --> |");
        assertThat(figure("after 35.3<!-- figure: killed --> ms").differsFrom(source))
                .isFalse();
        assertThat(figure("after 29 ms<!-- figure: killed -->").differsFrom(source))
                .isTrue();
        assertThat(figure("after 35.3 s<!-- figure: killed -->").differsFrom(source))
                .isTrue();
        assertThat(source.differsFrom(null)).isTrue();
        assertThat(unmarked(new Page(Page.ROOT, List.of("after 29 ms", "18 a minute", "`500ms`", "15 s"))))
                .hasSize(2);
        assertThatThrownBy(() -> byName(List.of(source, source))).isInstanceOf(IllegalStateException.class);
    }

    /** The README and the pages of {@code docs}, but for the source. */
    private static Stream<Page> quotingPages() {
        return Page.all().stream()
                .filter(page ->
                        page.toString().equals("README.md") || page.toString().startsWith("docs/"))
                .filter(page -> !page.toString().equals("docs/measurements.md"));
    }

    private static Stream<String> unmarked(Page page) {
        String rule = RULES.getOrDefault(page.toString(), "");
        return page.prose().stream()
                .map(line -> rule.isEmpty() ? line : line.replace(rule, ""))
                .map(line -> line.replaceAll("`[^`]*`", ""))
                .filter(line -> UNMARKED.matcher(line).find())
                .map(line -> page + ": " + line);
    }

    private static Page page(String path) {
        return Page.of(Page.ROOT.resolve(path));
    }

    private static Map<String, Figure> byName(List<Figure> figures) {
        return figures.stream().collect(Collectors.toMap(Figure::name, Function.identity()));
    }

    private static Figure figure(String line) {
        return figures(new Page(Page.ROOT, List.of(line))).get(0);
    }

    private static List<Figure> figures(Page page) {
        List<Figure> found = new ArrayList<>();
        for (String line : page.lines()) {
            Matcher mark = MARKED.matcher(line);
            while (mark.find()) {
                String unit = mark.group(2) == null ? "" : mark.group(2);
                found.add(new Figure(mark.group(3), mark.group(1), unit));
            }
        }
        return found;
    }

    /**
     * A number with a name.
     *
     * @param unit empty where the heading of its column says it
     */
    private record Figure(String name, String number, String unit) {

        boolean differsFrom(Figure source) {
            return source == null
                    || !number.equals(source.number)
                    || !unit.isEmpty() && !source.unit.isEmpty() && !unit.equals(source.unit);
        }
    }
}
