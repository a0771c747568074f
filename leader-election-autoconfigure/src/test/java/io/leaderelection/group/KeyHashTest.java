package io.leaderelection.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyHashTest {

    /** The first are the published vectors of FNV-1a with 32 bits. */
    @ParameterizedTest
    @CsvSource({"'',811c9dc5", "a,e40c292c", "foobar,bf9cf968", "default/my-object,21ca253b", "Zürich,d7007f20"})
    void isFnv1aOverUtf8(String key, String hash) {
        assertThat(Integer.toHexString(KeyHash.of(key))).isEqualTo(hash);
    }

    @Test
    void equalsTheHashOfTheBytesForAnyText() {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            String key = random.ints(random.nextInt(20), 0, Character.MAX_CODE_POINT + 1)
                    .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThat(KeyHash.of(key)).isEqualTo(ofBytes(key.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static int ofBytes(byte[] octets) {
        int hash = 0x811c9dc5;
        for (byte octet : octets) {
            hash = (hash ^ octet & 0xff) * 0x01000193;
        }
        return hash;
    }
}
