package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample's image, built with neither a daemon nor a registry. */
@RealNode
class SampleImageTests {

    private static final long MEGABYTE = 1_000_000;

    @TempDir
    private static Path unpacked;

    private static Path image;

    @BeforeAll
    static void unpack() throws Exception {
        image = SampleImage.file();
        Commands.run(List.of("tar", "-xf", image.toString(), "-C", unpacked.toString()));
    }

    @Test
    void isSmall() throws IOException {
        assertThat(Files.size(image))
                .as("a Java runtime, client-java, Boot and the sample")
                .isLessThan(120 * MEGABYTE);
    }

    @Test
    void runsAsNobodyInParticular() throws IOException {
        assertThat(config().getAsJsonObject("config").get("User").getAsString()).isEqualTo("65532:65532");
    }

    @Test
    void itsLayersChangeAsSeldomAsWhatIsInThem() throws IOException {
        List<String> layers = new ArrayList<>();
        for (JsonElement step : config().getAsJsonArray("history")) {
            layers.add(step.getAsJsonObject().get("comment").getAsString());
        }

        assertThat(layers)
                .as("the runtime, others' jars, ours, and the program")
                .containsSubsequence("dependencies", "project dependencies", "resources", "classes");
        JsonArray files = manifest().getAsJsonArray("Layers");
        assertThat(Files.size(
                        unpacked.resolve(files.get(layers.indexOf("classes")).getAsString())))
                .as("what a change of the program uploads")
                .isLessThan(MEGABYTE / 10);
    }

    private static JsonObject manifest() throws IOException {
        return read("manifest.json").getAsJsonArray().get(0).getAsJsonObject();
    }

    private static JsonObject config() throws IOException {
        return read(manifest().get("Config").getAsString()).getAsJsonObject();
    }

    private static JsonElement read(String file) throws IOException {
        return JsonParser.parseString(Files.readString(unpacked.resolve(file)));
    }
}
