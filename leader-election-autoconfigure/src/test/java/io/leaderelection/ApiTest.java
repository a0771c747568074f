package io.leaderelection;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/api.md} lists is API or SPI, and whatever else is public is marked as internal. */
class ApiTest {

    private static final Pattern LISTED =
            Pattern.compile("^\\| `(io\\.leaderelection\\.[\\w.]+)` \\|", Pattern.MULTILINE);

    private static final Pattern COMPARED = Pattern.compile("<include>(io\\.leaderelection[\\w.]*)</include>");

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

    /** In the pom, a package stands for its types. */
    @Test
    void whatIsListedIsComparedWithTheLastRelease() throws IOException {
        Set<String> compared = namesIn(Path.of("..", "pom.xml"), COMPARED);

        assertThat(listed())
                .allMatch(
                        type -> compared.contains(type) || compared.contains(type.substring(0, type.lastIndexOf('.'))));
    }

    /** Who implements an SPI, or reads what is told, must not need what changes without notice. */
    @Test
    void whatIsListedShowsOnlyWhatIsListed() throws IOException {
        Set<String> listed = listed();

        assertThat(PRODUCTION.stream()
                        .filter(type -> listed.contains(outermost(type).getName()) && isShown(type))
                        .flatMap(type -> shownBy(type)
                                .filter(shown -> shown.getPackageName().startsWith("io.leaderelection"))
                                .filter(shown ->
                                        !listed.contains(outermost(shown).getName()))
                                .map(shown -> type.getName() + " shows " + shown.getName()))
                        .distinct())
                .isEmpty();
    }

    /** The types above a type and those in the signatures that other packages see. */
    private static Stream<JavaClass> shownBy(JavaClass type) {
        Stream<JavaType> parents = Stream.concat(type.getInterfaces().stream(), type.getSuperclass().stream());
        return Stream.concat(
                parents.flatMap(parent -> parent.getAllInvolvedRawTypes().stream()),
                type.getMembers().stream()
                        .filter(member -> isShown(member.getModifiers()))
                        .flatMap(ApiTest::typesOf));
    }

    private static Stream<JavaClass> typesOf(JavaMember member) {
        Stream<JavaClass> thrown =
                member instanceof JavaCodeUnit unit ? unit.getExceptionTypes().stream() : Stream.empty();
        return Stream.concat(member.getAllInvolvedRawTypes().stream(), thrown);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ApiTest::outermost).orElse(type.getBaseComponentType());
    }

    private static boolean isShown(JavaClass type) {
        return isShown(type.getModifiers())
                && type.getEnclosingClass().map(ApiTest::isShown).orElse(true);
    }

    private static boolean isShown(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean isPublic(JavaClass type) {
        return type.isTopLevelClass()
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.getSimpleName().equals("package-info");
    }

    private static Set<String> listed() throws IOException {
        return namesIn(Path.of("..", "docs", "api.md"), LISTED);
    }

    private static Set<String> namesIn(Path file, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
