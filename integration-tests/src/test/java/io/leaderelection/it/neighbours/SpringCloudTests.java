package io.leaderelection.it.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.WebSample;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With what the newest Spring Cloud manages: an older client-java, on OkHttp 4. All other tests are without Spring Cloud. */
@RealApiServer
class SpringCloudTests {

    private final ApiServer server;

    SpringCloudTests(ApiServer server) {
        this.server = server;
    }

    @Test
    void theSampleLeadsOnKubernetes(@TempDir Path directory) {
        ClassPath cloud = ClassPath.of("spring-cloud");
        assertThat(cloud.toString())
                .as("older than ours, or this test shows nothing")
                .contains("okhttp-4.", "client-java-24.");
        try (TestNamespace namespace = server.newNamespace("spring-cloud");
                WebSample sample = Trial.start(
                        cloud,
                        directory,
                        Map.of("KUBECONFIG", namespace.kubeconfig().toString()),
                        List.of("--leader.election.backend=kubernetes"))) {
            Trial.leadsWorksAnswersAndEnds(sample);
        }
    }
}
