package io.leaderelection.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.spring.NamedLeaderElections;
import io.leaderelection.spring.NamedShardGroups;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skyscreamer.jsonassert.JSONAssert;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The JSON of the endpoint is a contract: a golden file, which is the example of {@code docs/endpoint.md} too. */
class LeaderElectionEndpointTests {

    @Test
    void theJsonIsTheGoldenFiles() throws Exception {
        String golden = golden();
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(JacksonAutoConfiguration.class, JacksonEndpointAutoConfiguration.class))
                .run(context -> {
                    LeaderElectionEndpoint endpoint = new LeaderElectionEndpoint(
                            new NamedLeaderElections(List.of(Statuses.electionOf(Statuses.leader()))),
                            new NamedShardGroups(List.of()),
                            context);
                    String json =
                            context.getBean(EndpointJsonMapper.class).get().writeValueAsString(endpoint.elections());
                    JSONAssert.assertEquals(golden, json, true);
                });
    }

    @Test
    void theGoldenFileIsTheDocumentsExample() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "endpoint.md"))).contains("```json\n" + golden() + "```\n");
    }

    private static String golden() throws IOException {
        try (InputStream golden = LeaderElectionEndpointTests.class.getResourceAsStream("/golden/endpoint.json")) {
            return new String(golden.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
