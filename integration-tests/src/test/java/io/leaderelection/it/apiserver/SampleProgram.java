package io.leaderelection.it.apiserver;

import io.leaderelection.test.process.LeashedProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sample application, to be run as a process with the classes of this test run, in a small JVM that starts fast. */
public final class SampleProgram {

    private SampleProgram() {}

    /**
     * Starts a process.
     *
     * @param log file for what it prints
     * @param environment variables beside those of this process
     * @param options options of the application, such as {@code --sample.interval=20ms}
     */
    public static LeashedProcess start(Path log, Map<String, String> environment, List<String> options) {
        String ours = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return start(ours, log, environment, options);
    }

    /** As {@link #start(Path, Map, List)}, with the classes of another class path. */
    public static LeashedProcess start(
            String classPath, Path log, Map<String, String> environment, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                classPath,
                "io.leaderelection.sample.SampleApplication"));
        command.addAll(options);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return LeashedProcess.start(builder);
    }
}
