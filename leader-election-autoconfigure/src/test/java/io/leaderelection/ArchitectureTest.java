package io.leaderelection;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.kubernetes.ProofOfDeath;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ApplicationEvent;

/** Who may know whom: the arrows of the design, checked on the compiled production classes. */
class ArchitectureTest {

    private static final String API = "io.leaderelection";
    private static final String SPI = "io.leaderelection.spi";
    private static final String GATE = "io.leaderelection.gate";
    private static final String ELECTOR = "io.leaderelection.elector..";
    private static final String SYSTEM = "io.leaderelection.elector.system..";
    private static final String GROUP = "io.leaderelection.group";
    private static final String LOCK = "io.leaderelection.lock";
    private static final String MEMORY = "io.leaderelection.lock.memory..";
    private static final String FILE = "io.leaderelection.lock.file..";
    private static final String KUBERNETES = "io.leaderelection.lock.kubernetes..";
    private static final String KUBERNETES_STORE = "io.leaderelection.lock.kubernetes";
    private static final String CLIENT = "io.leaderelection.lock.kubernetes.client";
    private static final String DEATH = "io.leaderelection.lock.kubernetes.death";
    private static final String ANNOUNCE = "io.leaderelection.lock.kubernetes.announce";
    private static final String STATUS = "io.leaderelection.status";
    private static final String SPRING = "io.leaderelection.spring..";
    private static final String ACTUATE = "io.leaderelection.actuate..";
    private static final String METRICS = "io.leaderelection.metrics..";
    private static final String AUTOCONFIGURE = "io.leaderelection.autoconfigure..";
    private static final String[] PLAIN_JAVA = {"java..", "org.slf4j..", "org.jspecify.."};

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(API);

    @Test
    void theImportSeesTheProductionClasses() {
        assertThat(PRODUCTION.contain("io.leaderelection.elector.Elector")).isTrue();
    }

    @Test
    void thePortKnowsNobody() {
        onlyDependOn(LOCK, LOCK).check(PRODUCTION);
    }

    @Test
    void theGateKnowsTheApiAndNoElector() {
        classes()
                .that()
                .resideInAPackage(GATE)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(PLAIN_JAVA)
                        .or(resideInAnyPackage(API, SPI, STATUS, GATE))
                        .or(equivalentTo(ForeignText.class)))
                .check(PRODUCTION);
    }

    @Test
    void theElectorKnowsTheGateThePortAndTheApi() {
        onlyDependOn(ELECTOR, API, STATUS, GATE, LOCK, ELECTOR).check(PRODUCTION);
    }

    @Test
    void groupsKnowElectionsAndNeitherStoresNorSpring() {
        onlyDependOn(GROUP, API, SPI, STATUS, GATE, ELECTOR, LOCK, GROUP).check(PRODUCTION);
    }

    @Test
    void electionsKnowNoGroups() {
        noClasses()
                .that()
                .resideInAnyPackage(API, SPI, STATUS, GATE, ELECTOR, LOCK + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(GROUP)
                .check(PRODUCTION);
    }

    @Test
    void whatObserversReadKnowsTheApiAndTheKindsOfFailure() {
        classes()
                .that()
                .resideInAPackage(STATUS)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(PLAIN_JAVA)
                        .or(resideInAnyPackage(API, STATUS))
                        .or(equivalentTo(StoreFailure.Kind.class)))
                .check(PRODUCTION);
    }

    @Test
    void theSpiKnowsTheApiThePortAndHowAFailureIsReported() {
        classes()
                .that()
                .resideInAPackage(SPI)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(PLAIN_JAVA)
                        .or(resideInAnyPackage(API, SPI, LOCK))
                        .or(equivalentTo(FailureAnalysis.class)))
                .check(PRODUCTION);
    }

    @Test
    void theMemoryStoreKnowsThePort() {
        onlyDependOn(MEMORY, LOCK, MEMORY).check(PRODUCTION);
    }

    @Test
    void theFileStoreKnowsThePort() {
        onlyDependOn(FILE, LOCK, FILE).check(PRODUCTION);
    }

    @Test
    void theKubernetesStoreKnowsThePort() {
        noClasses()
                .that()
                .resideInAPackage(KUBERNETES)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                API, GATE, ELECTOR, MEMORY, FILE, SPRING, AUTOCONFIGURE, "org.springframework..")
                        .and(not(equivalentTo(Internal.class))))
                .check(PRODUCTION);
    }

    @Test
    void theKubernetesClientKnowsNoOtherPartOfTheStore() {
        noClasses()
                .that()
                .resideInAPackage(CLIENT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(KUBERNETES_STORE, DEATH, ANNOUNCE)
                .check(PRODUCTION);
    }

    @Test
    void theProofOfDeathKnowsOfTheStoreOnlyItsPort() {
        noClasses()
                .that()
                .resideInAPackage(DEATH)
                .should()
                .dependOnClassesThat(resideInAnyPackage(KUBERNETES_STORE, ANNOUNCE)
                        .and(not(equivalentTo(ProofOfDeath.class)))
                        .and(not(equivalentTo(ProofOfDeath.Monitor.class))))
                .check(PRODUCTION);
    }

    @Test
    void theAnnouncementsKnowOnlyTheClient() {
        noClasses()
                .that()
                .resideInAPackage(ANNOUNCE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(KUBERNETES_STORE, DEATH)
                .check(PRODUCTION);
    }

    /** Those are linked only where the condition holds. */
    @Test
    void ofEachPackageThatCanBeDeletedOneClassAndItsConditionKnow() {
        Set<String> wiring =
                Set.of("FileLeaseStores", "Files", "PodDeathProofs", "Death", "KubernetesAnnouncer", "Announcing");
        noClasses()
                .that()
                .resideOutsideOfPackages(FILE, DEATH, ANNOUNCE)
                .and(not(resideInAPackage(AUTOCONFIGURE)
                        .and(DescribedPredicate.describe(
                                "are their wiring", type -> wiring.contains(type.getSimpleName())))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FILE, DEATH, ANNOUNCE)
                .check(PRODUCTION);
    }

    @Test
    void theApiKnowsOnlySpringsEventsAndAnnotations() {
        classes()
                .that()
                .resideInAPackage(API)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(PLAIN_JAVA)
                        .or(resideInAPackage(API))
                        .or(resideInAnyPackage(
                                "org.springframework.core.annotation", "org.springframework.aot.hint.annotation"))
                        .or(equivalentTo(ApplicationEvent.class)))
                .check(PRODUCTION);
    }

    @Test
    void onlyTheKubernetesStoreAndTheWiringKnowKubernetes() {
        noClasses()
                .that()
                .resideOutsideOfPackages(KUBERNETES, AUTOCONFIGURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kubernetes..", "okhttp3..", "com.google.gson..")
                .check(PRODUCTION);
    }

    @Test
    void springKnowsTheElectorAndNoStore() {
        noClasses()
                .that()
                .resideInAPackage(SPRING)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LOCK + "..", AUTOCONFIGURE, ACTUATE, METRICS)
                .check(PRODUCTION);
    }

    @Test
    void observersKnowOnlyTheApiAndWhatIsToldForThem() {
        noClasses()
                .that()
                .resideInAnyPackage(ACTUATE, METRICS)
                .should()
                .dependOnClassesThat(resideInAnyPackage(GATE, ELECTOR, GROUP, LOCK + "..", SPRING, AUTOCONFIGURE)
                        .and(not(equivalentTo(StoreFailure.Kind.class))))
                .allowEmptyShould(true)
                .check(PRODUCTION);
    }

    @Test
    void nobodyKnowsTheWiring() {
        noClasses()
                .that()
                .resideOutsideOfPackage(AUTOCONFIGURE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(AUTOCONFIGURE)
                .check(PRODUCTION);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("io.leaderelection.(**)").should().beFreeOfCycles().check(PRODUCTION);
    }

    @Test
    void timeAndChanceEnterGateElectorAndGroupsOnlyThroughTheirPorts() {
        noTimeOrChance(not(resideInAPackage(SYSTEM)).and(resideInAnyPackage(GATE, ELECTOR, GROUP)))
                .check(PRODUCTION);
    }

    @Test
    void theRuleAgainstTimeAndChanceFindsThemWhereTheyAreAllowed() {
        assertThatThrownBy(() -> noTimeOrChance(resideInAPackage(SYSTEM)).check(PRODUCTION))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("SystemClock");
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> marked = PRODUCTION.stream()
                .filter(annotatedWith("org.jspecify.annotations.NullMarked"))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        assertThat(PRODUCTION.stream().map(JavaClass::getPackageName))
                .allSatisfy(name -> assertThat(marked).contains(name));
    }

    private static ArchRule onlyDependOn(String who, String... whom) {
        return classes()
                .that()
                .resideInAPackage(who)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(PLAIN_JAVA)
                        .or(resideInAnyPackage(whom))
                        .or(equivalentTo(Internal.class)));
    }

    private static ArchRule noTimeOrChance(DescribedPredicate<JavaClass> who) {
        return noClasses()
                .that(who)
                .should()
                .accessTargetWhere(readsAClockOrMakesChance())
                .orShould()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are threads, timers or generators of random numbers",
                        type -> Set.of(
                                        "java.util.Timer",
                                        "java.util.Random",
                                        "java.util.SplittableRandom",
                                        "java.util.concurrent.ThreadLocalRandom",
                                        "java.security.SecureRandom",
                                        "java.util.UUID",
                                        "java.time.Clock",
                                        "java.util.concurrent.Executors",
                                        "java.util.concurrent.ScheduledExecutorService",
                                        "java.util.concurrent.ScheduledThreadPoolExecutor",
                                        "java.util.concurrent.ThreadPoolExecutor",
                                        "java.util.concurrent.ForkJoinPool")
                                .contains(type.getName())));
    }

    private static DescribedPredicate<JavaAccess<?>> readsAClockOrMakesChance() {
        return DescribedPredicate.describe("reads a clock or makes a random number", access -> {
            AccessTarget target = access.getTarget();
            String call = target.getOwner().getName() + "." + target.getName();
            return Set.of(
                                    "java.lang.System.nanoTime",
                                    "java.lang.System.currentTimeMillis",
                                    "java.time.Instant.now",
                                    "java.time.OffsetDateTime.now",
                                    "java.time.LocalDateTime.now",
                                    "java.time.ZonedDateTime.now",
                                    "java.time.LocalDate.now",
                                    "java.time.LocalTime.now",
                                    "java.util.Date.<init>",
                                    "java.util.concurrent.TimeUnit.sleep",
                                    "java.util.concurrent.locks.LockSupport.parkNanos",
                                    "java.util.concurrent.locks.LockSupport.parkUntil",
                                    "java.lang.Math.random")
                            .contains(call)
                    || startsAThreadOrTimer(target);
        });
    }

    /** Threads, but for the number and the interruption of the caller's own, and futures that run on the common pool or JDK timer. */
    private static boolean startsAThreadOrTimer(AccessTarget target) {
        boolean usesAThread = target.getOwner().isAssignableTo(Thread.class)
                && !Set.of("currentThread", "getId", "interrupt").contains(target.getName());
        return usesAThread
                || target.getOwner().isEquivalentTo(CompletableFuture.class)
                        && (target.getName().endsWith("Async")
                                || Set.of("orTimeout", "completeOnTimeout", "delayedExecutor")
                                        .contains(target.getName()));
    }
}
