package io.leaderelection.lock.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Version;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordTextTests {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.000001Z");

    private final FileLease lease = new FileLease(
            new LeaseRecord("host a\n\u001b\\u0041 ü\ud83d", 15, NOON, NOON, 3, "v1;a=b%20c"),
            new Version("uid-1", "17"),
            17,
            new ProcessMark(4711, "123456", "boot", "pid:[1]time:[2]"),
            "(dev=1,ino=2)",
            List.of("note=kept", "no key at all"));

    @Test
    void theTextIsAPublicContract() {
        assertThat(text(lease)).isEqualTo("""
                        format=1
                        uid=uid-1
                        revision=17
                        holder=host a\\u000a\\u001b\\u005cu0041 \\u00fc\\ud83d
                        duration=15
                        acquired=2026-01-02T12:00:00.000001Z
                        renewed=2026-01-02T12:00:00.000001Z
                        transitions=3
                        seal=v1;a=b%20c
                        lock=(dev=1,ino=2)
                        pid=4711
                        start=123456
                        boot=boot
                        namespaces=pid:[1]time:[2]
                        note=kept
                        no key at all
                        sum=SUM
                        """.replace("SUM", sum(lease)));
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(RecordText.read(RecordText.write(lease))).isEqualTo(lease);
    }

    @Test
    void absentFieldsStayAbsent() {
        FileLease vacant = FileLease.first("uid", LeaseRecord.VACANT, 1, null, "lock");
        assertThat(RecordText.read(RecordText.write(vacant))).isEqualTo(vacant);
        assertThat(vacant.record().wasNeverHeld()).isTrue();
    }

    @Test
    void anEditIsAnotherVersion() {
        FileLease edited = RecordText.read(
                text(lease).replace("transitions=3", "transitions=4").getBytes(UTF_8));

        assertThat(edited.record().leaseTransitions()).isEqualTo(4);
        assertThat(edited.version().uid()).isEqualTo("uid-1");
        assertThat(edited.version().revision()).matches("17-[0-9a-f]{8}");
        assertThat(edited.revision()).isEqualTo(17);
    }

    @Test
    void editorsMayChangeTheLineEnds() {
        assertThat(RecordText.read(text(lease).replace("\n", "\r\n").getBytes(UTF_8)))
                .isEqualTo(lease);
        assertThat(RecordText.read(text(lease).strip().getBytes(UTF_8))).isEqualTo(lease);
    }

    @Test
    void anythingCanBeReadWithoutExceptions() {
        Random random = new Random(7);
        byte[] good = RecordText.write(lease);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            FileLease read = RecordText.read(bytes);
            assertThat(read.record().wasNeverHeld()).isFalse();
            assertThat(RecordText.read(RecordText.write(read)).record()).isEqualTo(read.record());
        }
    }

    private static String text(FileLease lease) {
        return new String(RecordText.write(lease), UTF_8);
    }

    private static String sum(FileLease lease) {
        String text = text(lease);
        return text.substring(text.lastIndexOf("sum=") + 4).strip();
    }
}
