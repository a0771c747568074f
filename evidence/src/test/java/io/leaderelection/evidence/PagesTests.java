package io.leaderelection.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pages and drawings are those of the raw results: nobody has edited them. */
class PagesTests {

    @Test
    void everyPageIsWrittenFromTheRawResults() throws IOException {
        for (Map.Entry<Path, String> page : Pages.of(Results.read(Pages.RAW)).entrySet()) {
            if (Boolean.getBoolean("evidence.render")) {
                Files.writeString(page.getKey(), page.getValue());
            }
            assertThat(page.getKey())
                    .as("written by -Devidence.render=true, or by a new run")
                    .hasContent(page.getValue());
        }
    }

    @Test
    void rawResultsAreReadAsTheyWereWritten() throws IOException {
        Results results = Results.read(Pages.RAW);
        Path copy = Files.createTempFile("results", ".json");
        results.write(copy);

        assertThat(copy).hasSameTextualContentAs(Pages.RAW);
        Files.delete(copy);
    }
}
