package io.leaderelection.benchmarks;

import io.kubernetes.client.openapi.ApiClient;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Start of a small application in a fresh JVM: without the starter's auto-configuration, switched off, and electing. Beside
 * the time on the clock, which depends on what else the machine does, it tells the CPU time of the thread that starts the
 * application, and the number of classes that the JVM has loaded meanwhile.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(15)
public class StartUpBenchmark {

    /** What is started. */
    @Param({"without", "disabled", "file", "kubernetes"})
    public String election = "without";

    private final Path directory = temporaryDirectory();

    @Benchmark
    public ConfigurableApplicationContext start(Cost cost) {
        cost.begin();
        ConfigurableApplicationContext context = start();
        cost.end();
        return context;
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(Small.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.application.name=start-up",
                        "leader.election.kubernetes.namespace=default",
                        "leader.election.file.directory=" + directory.resolve("leases"))
                .properties(
                        switch (election) {
                            case "without" -> "spring.autoconfigure.exclude=" + autoConfigurations();
                            case "disabled" -> "leader.election.enabled=false";
                            default -> "leader.election.backend=" + election;
                        })
                .run();
    }

    @TearDown
    public void delete() throws IOException {
        try (var files = Files.walk(directory)) {
            files.map(Path::toFile).sorted((a, b) -> b.compareTo(a)).forEach(File::delete);
        }
    }

    /** All that the product brings. */
    private static String autoConfigurations() {
        return ImportCandidates.load(AutoConfiguration.class, StartUpBenchmark.class.getClassLoader())
                .getCandidates()
                .stream()
                .filter(name -> name.startsWith("io.leaderelection."))
                .collect(Collectors.joining(","));
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("start-up");
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** What a start costs. JMH adds up what the forks tell, so each tells its share of the mean. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Cost {

        /** CPU time of the thread that starts the application, in ms. */
        public double cpu;

        /** Classes that the JVM has loaded. */
        public double classes;

        private int forks;

        @Setup
        public void setUp(BenchmarkParams benchmark) {
            forks = benchmark.getForks();
        }

        private void begin() {
            cpu = -cpu();
            classes = -classes();
        }

        private void end() {
            cpu += cpu();
            classes += classes();
        }

        private double cpu() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6 / forks;
        }

        private double classes() {
            return (double) ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount() / forks;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Small {

        /** An API server that nobody answers for: an application starts all the same. */
        @Bean
        @Lazy
        ApiClient apiClient() {
            return new ApiClient().setBasePath("http://127.0.0.1:9");
        }
    }
}
