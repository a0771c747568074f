package io.leaderelection.lock.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessMarkTests {

    private final ProcessMark self = ProcessMark.current().orElseThrow();

    @Test
    void aProcessTellsTheSameOfItselfEachTime() {
        assertThat(ProcessMark.current()).isEqualTo(Optional.of(self));
        assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void aProcessThatSeesItselfHasNotEnded() {
        assertThat(self.hasEnded(self)).isFalse();
    }

    @Test
    void aProcessThatIsGoneHasEnded() throws Exception {
        assertThat(Processes.ended().hasEnded(self)).isTrue();
    }

    @Test
    void aProcessIdThatWasGivenToAnotherHasEnded() {
        ProcessMark earlier = new ProcessMark(self.pid(), "an earlier start", self.boot(), self.namespaces());
        assertThat(earlier.hasEnded(self)).isTrue();
    }

    @Test
    void whatCannotBeComparedIsNotKnownToHaveEnded() throws Exception {
        ProcessMark ended = Processes.ended();
        assertThat(new ProcessMark(ended.pid(), "1", "another boot", ended.namespaces()).hasEnded(self))
                .isFalse();
        assertThat(new ProcessMark(ended.pid(), "1", ended.boot(), "elsewhere").hasEnded(self))
                .isFalse();
    }

    @Test
    void aChildThatNobodyWaitedForHasEnded() throws Exception {
        Processes.assumeLinux();
        // The child lives until its input ends, the parent much longer.
        Process parent = new ProcessBuilder("sh", "-c", "exec 3<&0; cat <&3 >&2 & echo $!; exec sleep 60 3<&-")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = parent.inputReader()) {
            long child = Long.parseLong(output.readLine());
            ProcessMark zombie = new ProcessMark(child, startOf(child), self.boot(), self.namespaces());
            assertThat(zombie.hasEnded(self)).isFalse();
            parent.getOutputStream().close();
            while (!zombie.hasEnded(self)) {
                assertThat(parent.isAlive())
                        .as("time left for the child to end")
                        .isTrue();
                Thread.onSpinWait();
            }
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    private static String startOf(long pid) throws Exception {
        String stat = Processes.run("cat", "/proc/" + pid + "/stat");
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
    }
}
