package io.leaderelection.test.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class LeashedProcessTests {

    private static final Duration SOON = Duration.ofMinutes(1);

    @Test
    void keepsProcessIdAndExitCodeOfTheProgram() throws Exception {
        try (LeashedProcess child = LeashedProcess.start(new ProcessBuilder("/bin/sh", "-c", "echo $$; exit 7"))) {
            assertThat(lines(child.process()).readLine()).isEqualTo(Long.toString(child.pid()));
            assertThat(child.awaitEnd(SOON)).isEqualTo(7);
        }
    }

    @Test
    void terminateLetsTheProgramEndInOrder() throws Exception {
        String program = "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.05; done";
        try (LeashedProcess child = LeashedProcess.start(new ProcessBuilder("/bin/sh", "-c", program))) {
            BufferedReader output = lines(child.process());
            assertThat(output.readLine()).isEqualTo("ready");
            child.terminate();
            assertThat(output.readLine()).isEqualTo("bye");
            assertThat(child.awaitEnd(SOON)).isEqualTo(3);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void pauseReturnsWhenEveryThreadHasStopped() {
        String java = ProcessHandle.current().info().command().orElseThrow();
        ProcessBuilder busy =
                new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), BusyThreads.class.getName());
        try (LeashedProcess child = LeashedProcess.start(busy.redirectErrorStream(true))) {
            ProcessThreads threads = new ProcessThreads(child.pid());
            for (int i = 0; i < 20; i++) {
                child.pause();
                assertThat(threads.areStopped()).isTrue();
                child.resume();
                await().atMost(SOON).until(() -> !threads.areStopped());
            }
        }
    }

    @Test
    void refusesToSignalAnEndedProcess() {
        LeashedProcess child = LeashedProcess.start(new ProcessBuilder("true"));
        child.awaitEnd(SOON);
        assertThatThrownBy(child::pause).hasMessageContaining("exit code 0");
    }

    @Test
    void endsWithAJvmThatIsKilledEvenWhileItIsStopped() throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Process jvm = new ProcessBuilder(
                        List.of(java, "-cp", System.getProperty("java.class.path"), StoppedChild.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(lines(jvm).readLine())).orElseThrow();
            assertThat(child.isAlive()).isTrue();
            jvm.toHandle().destroyForcibly();
            await().atMost(SOON).until(() -> !child.isAlive());
        } finally {
            jvm.destroyForcibly();
        }
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream()));
    }

    /** A JVM with more busy threads than there are processors. */
    static final class BusyThreads {

        public static void main(String[] args) {
            for (int i = 0; i < 8; i++) {
                new Thread(() -> {
                            while (true) {
                                Thread.onSpinWait();
                            }
                        })
                        .start();
            }
        }
    }

    /** A JVM that starts a child, stops it, prints its process id and then waits to be killed. */
    static final class StoppedChild {

        public static void main(String[] args) throws Exception {
            LeashedProcess child = LeashedProcess.start(new ProcessBuilder("sleep", "600"));
            child.pause();
            System.out.println(child.pid());
            child.process().waitFor();
        }
    }
}
