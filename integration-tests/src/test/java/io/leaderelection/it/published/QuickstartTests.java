package io.leaderelection.it.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.WebSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The application in {@code quickstart}, built and run as its reader would: {@code -Dquickstart.boot=4.0.9,4.1.2} names other
 * versions of Spring Boot, {@code -Dquickstart.jdk=/usr/lib/jvm/jdk-25} another JDK.
 */
class QuickstartTests {

    private static final Path JDK = Path.of(System.getProperty("quickstart.jdk", System.getProperty("java.home")));

    @TempDir
    private static Path directory;

    /** Kept for the next run, with what had to be downloaded. */
    private static final Path REPOSITORY =
            Path.of("target", "quickstart-repository").toAbsolutePath();

    private static Path settings;

    @BeforeAll
    static void install() throws IOException {
        PublishedModule.assumePackaged();
        Stream.concat(Stream.of(PublishedModule.BOM), PublishedModule.WITH_JAR.stream())
                .forEach(module -> module.install(REPOSITORY));
        settings = Files.writeString(
                directory.resolve("settings.xml"), settings(Path.of(System.getProperty("maven.repository"))));
    }

    static Stream<String> boots() {
        return Stream.of(System.getProperty("quickstart.boot", "4.1.0").split(","));
    }

    @ParameterizedTest
    @MethodSource("boots")
    void buildsTestsLeadsAnswersAndHandsOver(String boot) throws IOException {
        Quickstart billing = Quickstart.copy(directory.resolve(boot), boot, JDK);

        assertThat(billing.build(settings, REPOSITORY))
                .as(() -> billing.printed("build"))
                .isZero();
        assertThat(billing.printed("build")).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
        assertThat(billing.libraries())
                .contains("leader-election-autoconfigure", "client-java", "spring-boot-actuator", "spring-boot-health")
                .doesNotContain("leader-election-test", "junit-jupiter-api", "mockito-core", "testcontainers");
        leadsAnswersAndHandsOver(billing);
    }

    private static void leadsAnswersAndHandsOver(Quickstart billing) {
        Path leases = billing.folder().resolve("leases");
        try (WebSample first = billing.start("first", leases)) {
            first.awaitLog("Invoices sent");
            try (WebSample second = billing.start("second", leases)) {
                assertThat(List.of(first, second)).allSatisfy(replica -> {
                    assertThat(replica.get("/actuator/health/readiness").body()).contains("UP");
                    assertThat(replica.get("/actuator/leaderelection").body()).contains("\"leader\":\"first\"");
                    assertThat(replica.get("/actuator/info").body()).contains("\"leader\":\"first\"");
                });
                assertThat(second.log()).doesNotContain("Invoices sent");

                first.process().kill();

                second.awaitLog("Invoices sent");
                assertThat(second.get("/actuator/leaderelection").body()).contains("\"LEADER\"");
                assertThat(second.log()).doesNotContain(" ERROR ");
            }
        }
    }

    /** Settings by which Maven takes what this machine has already from its own repository. */
    private static String settings(Path machine) {
        String repository = "<id>machine</id><url>%s</url><releases><checksumPolicy>ignore</checksumPolicy></releases>"
                        .formatted(machine.toUri())
                + "<snapshots><enabled>false</enabled></snapshots>";
        return """
                <settings>
                  <profiles>
                    <profile>
                      <id>machine</id>
                      <repositories><repository>%1$s</repository></repositories>
                      <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>machine</activeProfile></activeProfiles>
                </settings>
                """.formatted(repository);
    }
}
