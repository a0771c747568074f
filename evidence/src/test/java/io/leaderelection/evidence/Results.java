package io.leaderelection.evidence;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that a run has seen: what the pages are written from.
 *
 * @param date day of the run
 * @param timings as {@link Timings#parse} reads them
 * @param idleSeconds how long candidates were watched while nothing happened
 * @param machine where it took place
 * @param lowestLoad lowest load average between the rounds
 * @param highestLoad highest one
 * @param versions versions of the libraries by contender
 * @param outcomes what happened, in order
 * @param upkeep what each candidate cost while nothing happened
 * @param remark what a reader must know of this run besides; {@code null} if nothing
 */
record Results(
        String date,
        String timings,
        long idleSeconds,
        Machine machine,
        double lowestLoad,
        double highestLoad,
        Map<Contender, String> versions,
        List<Outcome> outcomes,
        List<Upkeep> upkeep,
        @Nullable String remark) {

    private static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_DASHES)
            .disableHtmlEscaping()
            .create();

    static Results read(Path file) {
        try {
            return GSON.fromJson(Files.readString(file), Results.class);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Writes one line for each outcome. */
    void write(Path file) throws IOException {
        JsonObject json = GSON.toJsonTree(this).getAsJsonObject();
        String members = json.entrySet().stream()
                .map(member -> GSON.toJson(member.getKey()) + ": " + text(member.getValue()))
                .collect(Collectors.joining(",\n"));
        Files.writeString(file, "{\n" + members + "\n}\n");
    }

    List<Contender> contenders() {
        return List.copyOf(versions.keySet());
    }

    List<Outcome> of(Scenario scenario, Contender contender) {
        return outcomes.stream()
                .filter(outcome -> outcome.scenario() == scenario && outcome.contender() == contender)
                .toList();
    }

    private static String text(JsonElement value) {
        if (!value.isJsonArray()) {
            return GSON.toJson(value);
        }
        return value.getAsJsonArray().asList().stream()
                .map(GSON::toJson)
                .collect(Collectors.joining(",\n  ", "[\n  ", "\n]"));
    }
}
