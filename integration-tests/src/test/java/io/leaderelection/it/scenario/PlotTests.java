package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The plots of the documentation are what their samples draw. */
class PlotTests {

    @ParameterizedTest
    @EnumSource
    void theDocumentationShowsTheSamples(Plot plot) throws IOException {
        assertThat(plot.read()).isNotEmpty();
        assertThat(Files.readString(plot.svg())).isEqualTo(plot.draw(plot.read()));
    }

    @Test
    void aSampleIsADotWhereItsValueIs() {
        StripPlot plot = new StripPlot("Times", List.of(10.0, 100.0, 1000.0), true);

        String svg = plot.draw(Map.of("some", List.of(10.0, 100.0, 5000.0)));

        assertThat(svg)
                .contains("cx=\"290.0\"", "cx=\"511.0\"", "cx=\"732.0\"", "some (3)", "prefers-color-scheme: dark");
        assertThat(svg.split("<circle")).hasSize(4);
        assertThat(svg.split("class=\"median\" x1=\"511.0\"")).hasSize(2);
    }

    @Test
    void aRowWithoutSamplesIsShownAsEmpty() {
        String svg = new StripPlot("Times", List.of(0.0, 100.0), false).draw(Map.of("some", List.of()));

        assertThat(svg).contains("some (none)").doesNotContain("<circle");
    }
}
