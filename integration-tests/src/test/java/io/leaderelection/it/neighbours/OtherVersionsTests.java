package io.leaderelection.it.neighbours;

import io.leaderelection.it.apiserver.WebSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample as a process with versions that other applications have, without any server. */
class OtherVersionsTests {

    @TempDir
    private Path directory;

    @Test
    void theSampleLeadsWorksAnswersAndEndsOnTheNewestBoot40() {
        List<String> files = List.of("--leader.election.backend=file", "--leader.election.file.directory=" + directory);
        try (WebSample sample = Trial.start(ClassPath.of("boot-4.0"), directory, Map.of(), files)) {
            Trial.leadsWorksAnswersAndEnds(sample);
        }
    }

    @Test
    void boot35IsRefusedInASentence() {
        ClassPath sample = ClassPath.of("boot-4.0").only(name -> name.matches("sample-app.*\\.jar|classes"));
        try (WebSample started = Trial.start(ClassPath.of("boot-3.5").and(sample), directory, Map.of(), List.of())) {
            Trial.endsWithASentence(
                    started,
                    "Leader election needs Spring Boot 4.0 or later, but this is 3.5.",
                    "Move the application to Spring Boot 4");
        }
    }

    @Test
    void aClientWithoutAPartOfItsOwnIsRefusedInASentence() throws Exception {
        ClassPath torn = ClassPath.of("spring-cloud").only(name -> !name.startsWith("okio"));
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), """
                current-context: here
                contexts: [{name: here, context: {cluster: here, namespace: shop}}]
                clusters: [{name: here, cluster: {server: "http://127.0.0.1:1"}}]
                """);
        try (WebSample started = Trial.start(
                torn,
                directory,
                Map.of("KUBECONFIG", kubeconfig.toString()),
                List.of("--leader.election.backend=kubernetes"))) {
            Trial.endsWithASentence(
                    started,
                    "NoClassDefFoundError: okio/",
                    "no okio.Okio",
                    "client-java-24.",
                    "okhttp-4.",
                    "mvn dependency:tree");
        }
    }
}
