package io.leaderelection;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code docs/api.md} lists is API or SPI, and whatever else is public is marked as internal. */
class ApiTest {

    private static final Pattern LISTED =
            Pattern.compile("^\\| `(io\\.leaderelection\\.[\\w.]+)` \\|", Pattern.MULTILINE);

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.leaderelection");

    @Test
    void whatIsPublicIsListedOrMarkedAsInternal() throws IOException {
        Set<String> unmarked = PRODUCTION.stream()
                .filter(ApiTest::isPublic)
                .filter(type -> !type.getPackage().isAnnotatedWith(Internal.class))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed()).containsAll(unmarked);
    }

    @Test
    void whatIsListedIsPublic() throws IOException {
        Set<String> types = PRODUCTION.stream()
                .filter(ApiTest::isPublic)
                .map(JavaClass::getName)
                .collect(Collectors.toSet());

        assertThat(listed())
                .hasSizeGreaterThan(20)
                .filteredOn(name -> !name.startsWith("io.leaderelection.test."))
                .allSatisfy(name -> assertThat(types).contains(name));
    }

    private static boolean isPublic(JavaClass type) {
        return type.isTopLevelClass()
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.getSimpleName().equals("package-info");
    }

    private static Set<String> listed() throws IOException {
        return LISTED.matcher(Files.readString(Path.of("..", "docs", "api.md")))
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
