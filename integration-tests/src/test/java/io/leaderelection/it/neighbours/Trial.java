package io.leaderelection.it.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.SampleProgram;
import io.leaderelection.it.apiserver.WebSample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sample as a process on a class path, and what it must be able to do there. */
final class Trial {

    private Trial() {}

    static WebSample start(ClassPath classPath, Path directory, Map<String, String> environment, List<String> options) {
        Path log = directory.resolve("log");
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--sample.ledger=" + directory.resolve("ledger"),
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoint.shutdown.access=unrestricted"));
        all.addAll(options);
        return new WebSample("sample", log, SampleProgram.start(classPath.toString(), log, environment, all));
    }

    /** Becomes the leader, runs a gated call, answers as health, endpoint and metrics, and ends with 0. */
    static void leadsWorksAnswersAndEnds(WebSample sample) {
        sample.awaitLog("Leads: term 1");
        assertThat(sample.post("/lines", "one more").statusCode()).isEqualTo(201);
        assertThat(sample.get("/actuator/health").body()).contains("UP");
        assertThat(sample.get("/actuator/leaderelection").body()).contains("\"LEADER\"");
        assertThat(sample.get("/actuator/prometheus").body()).contains("leader_election_master_status");
        sample.post("/actuator/shutdown", "");
        assertThat(sample.process().awaitEnd(WebSample.PATIENCE)).isZero();
        assertThat(sample.log()).doesNotContain(" ERROR ", " WARN ");
    }

    /** Says what is wrong and how to mend it, and ends with 1. */
    static void endsWithASentence(WebSample sample, String... parts) {
        assertThat(sample.process().awaitEnd(WebSample.PATIENCE)).isEqualTo(1);
        assertThat(sample.log())
                .contains("APPLICATION FAILED TO START")
                .contains(parts)
                .doesNotContain("\tat ");
    }
}
