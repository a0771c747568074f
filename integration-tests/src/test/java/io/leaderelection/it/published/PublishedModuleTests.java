package io.leaderelection.it.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Mistakes of packaging, each of which only users would notice. */
class PublishedModuleTests {

    static final List<PublishedModule> MODULES = PublishedModule.WITH_JAR;

    @BeforeAll
    static void packaged() {
        PublishedModule.assumePackaged();
    }

    @Test
    void theStarterBringsTheActuatorAndTheClientAndNothingForTests() {
        assertThat(dependencies("leader-election-starter"))
                .containsExactlyInAnyOrder(
                        "leader-election-autoconfigure compile",
                        "spring-boot-starter compile",
                        "spring-boot-starter-actuator compile",
                        "client-java compile");
    }

    @Test
    void theAutoConfigurationBringsLittleAndHasTheRestAsOptional() {
        assertThat(dependencies("leader-election-autoconfigure"))
                .containsExactlyInAnyOrder(
                        "slf4j-api compile", "jspecify compile", "spring-boot-autoconfigure compile");
    }

    @Test
    void theTestKitsBringWhatTheirUsersCall() {
        assertThat(dependencies("leader-election-test"))
                .containsExactlyInAnyOrder(
                        "leader-election-autoconfigure compile",
                        "spring-boot-starter-test compile",
                        "jspecify compile");
        assertThat(dependencies("leader-election-test-apiserver"))
                .containsExactlyInAnyOrder(
                        "leader-election-autoconfigure compile",
                        "spring-boot-starter-test compile",
                        "gson compile",
                        "jspecify compile");
    }

    @Test
    void theBomNamesAllModulesInOneVersion() {
        assertThat(PublishedModule.BOM.values("/project/dependencyManagement//artifactId"))
                .containsExactlyElementsOf(
                        MODULES.stream().map(PublishedModule::name).toList());
        assertThat(MODULES).extracting(PublishedModule::version).containsOnly(PublishedModule.BOM.version());
        assertThat(PublishedModule.BOM.values("/project/licenses/license/name")).containsExactly("Apache-2.0");
        assertThat(PublishedModule.BOM.values("/project/parent")).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void thePomStandsAlone(PublishedModule module) {
        assertThat(module.values("/project/parent | /project/build | /project/repositories | /project/profiles"))
                .isEmpty();
        assertThat(module.values("/project/description")).singleElement().isNotEqualTo("");
        assertThat(module.values("/project/licenses/license/name")).containsExactly("Apache-2.0");
        assertThat(module.values("/project/developers/developer/name")).isNotEmpty();
        assertThat(module.values("/project/dependencies/dependency/version"))
                .hasSameSizeAs(module.values("/project/dependencies/dependency"))
                .noneMatch(version -> version.contains("${"));
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void aJarOfSourcesAndOneOfJavadocLieBesideTheJar(PublishedModule module) throws IOException {
        Set<String> types = new TreeSet<>(names(module.jar(""), "\\.class"));
        types.removeIf(type -> type.contains("$"));

        assertThat(names(module.jar("-sources"), "\\.java")).containsExactlyInAnyOrderElementsOf(types);
        assertThat(module.jar("-javadoc")).exists();
        if (!types.isEmpty()) {
            assertThat(names(module.jar("-javadoc"), "\\.html")).contains("index");
        }
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void theJarHasLicenceAndVersionAndNoTimeOfItsBuild(PublishedModule module) throws IOException {
        try (JarFile jar = new JarFile(module.jar("").toFile())) {
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
            assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
                    .isEqualTo(module.version());
            assertThat(jar.stream().map(JarEntry::getTimeLocal)).hasSizeGreaterThan(2);
            assertThat(jar.stream().map(JarEntry::getTimeLocal).distinct()).hasSize(1);
        }
    }

    @Test
    void theModulesHaveNamesAndNoPackageTwice() {
        Path[] jars = MODULES.stream().map(module -> module.jar("")).toArray(Path[]::new);
        Set<String> names = Set.of(
                "io.leaderelection",
                "io.leaderelection.starter",
                "io.leaderelection.test",
                "io.leaderelection.test.apiserver");

        // finds packages that are in two modules
        Configuration all = ModuleLayer.boot().configuration().resolve(ModuleFinder.of(jars), ModuleFinder.of(), names);

        assertThat(all.modules()).extracting(module -> module.name()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void theJarTellsSpringBootAndEditorsWhatIsInIt() throws IOException {
        try (JarFile jar = new JarFile(
                new PublishedModule("leader-election-autoconfigure").jar("").toFile())) {
            assertThat(List.of(
                            "META-INF/spring-configuration-metadata.json",
                            "META-INF/spring-autoconfigure-metadata.properties",
                            "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports"))
                    .allSatisfy(name -> assertThat(jar.getEntry(name)).as(name).isNotNull());
        }
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void aBillOfMaterialsTellsWhatItBrings(PublishedModule module) throws IOException {
        JsonObject bill =
                JsonParser.parseString(Files.readString(module.sbom())).getAsJsonObject();

        assertThat(bill.get("bomFormat").getAsString()).isEqualTo("CycloneDX");
        Set<String> components = bill.getAsJsonArray("components").asList().stream()
                .map(component -> component.getAsJsonObject().get("name").getAsString())
                .collect(Collectors.toSet());
        assertThat(components).contains("spring-core", "slf4j-api").doesNotContain("archunit");
    }

    /** Those that reach whoever depends on it, with their scopes. */
    private static List<String> dependencies(String name) {
        PublishedModule module = new PublishedModule(name);
        String required = "/project/dependencies/dependency[not(optional='true')]";
        List<String> artifacts = module.values(required + "/artifactId");
        List<String> scopes = module.values(required + "/scope");
        assertThat(scopes).hasSameSizeAs(artifacts);
        return artifacts.stream()
                .map(artifact -> artifact + " " + scopes.get(artifacts.indexOf(artifact)))
                .toList();
    }

    /** The entries of a jar that end so, without that end. */
    private static List<String> names(Path file, String end) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.matches(".*" + end))
                    .map(name -> name.replaceFirst(end + "$", ""))
                    .toList();
        }
    }
}
