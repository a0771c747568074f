package io.leaderelection.sample;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.leaderelection.Internal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sample uses what every application may use, and the test kit shows its users nothing else. */
class ApiOnlyTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.leaderelection");

    private static final String API = api();

    private static final DescribedPredicate<JavaClass> INTERNAL = DescribedPredicate.describe(
            "marked as internal",
            type -> type.getPackage().isAnnotatedWith(Internal.class) && !API.contains("`" + type.getName() + "`"));

    @Test
    void theSampleUsesNothingInternal() {
        noClasses()
                .that()
                .resideInAPackage("io.leaderelection.sample..")
                .should()
                .dependOnClassesThat(are(INTERNAL))
                .check(CLASSES);
    }

    @Test
    void theTestKitShowsNothingInternal() {
        List<String> shown = CLASSES.stream()
                .filter(type -> type.getPackageName().startsWith("io.leaderelection.test"))
                .filter(type -> isShown(type.getModifiers()) && !INTERNAL.test(type))
                .flatMap(ApiOnlyTests::shownBy)
                .toList();

        assertThat(shown).isEmpty();
    }

    /** The page that lists what is for others, also from packages that are not. */
    private static String api() {
        try {
            return Files.readString(Path.of("..", "docs", "api.md"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What is internal in the signatures that other packages see. */
    private static Stream<String> shownBy(JavaClass type) {
        Stream<JavaClass> parents = Stream.concat(type.getRawInterfaces().stream(), type.getRawSuperclass().stream());
        Stream<JavaClass> signatures = type.getMembers().stream()
                .filter(member -> isShown(member.getModifiers()))
                .flatMap(ApiOnlyTests::typesOf);
        return Stream.concat(parents, signatures)
                .filter(INTERNAL)
                .map(shown -> type.getName() + ": " + shown.getName());
    }

    private static Stream<JavaClass> typesOf(JavaMember member) {
        return member instanceof JavaCodeUnit unit
                ? Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
                : member.getAllInvolvedRawTypes().stream();
    }

    private static boolean isShown(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }
}
