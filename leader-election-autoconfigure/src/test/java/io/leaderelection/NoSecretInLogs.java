package io.leaderelection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Reads every line that any test writes to the console, where all logs go, and fails the test at whose end a secret has
 * been found in one. It is registered for all tests of this module by {@code META-INF/services}.
 */
public final class NoSecretInLogs implements BeforeAllCallback, AfterEachCallback {

    private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();
    private static final Set<String> FOUND = ConcurrentHashMap.newKeySet();

    static {
        System.setOut(read(System.out));
        System.setErr(read(System.err));
    }

    /** From now on no log may contain this. */
    public static void watchFor(String secret) {
        SECRETS.add(secret);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // being loaded was enough
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!FOUND.isEmpty()) {
            Set<String> lines = Set.copyOf(FOUND);
            FOUND.clear();
            throw new AssertionError(
                    "A secret was logged, at the latest in " + context.getDisplayName() + ", shown as ***: " + lines);
        }
    }

    private static PrintStream read(PrintStream console) {
        return new PrintStream(new Reader(console), true, StandardCharsets.UTF_8);
    }

    /** Passes all on, and reads each line when it is whole. */
    private static final class Reader extends OutputStream {

        private final PrintStream console;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        private Reader(PrintStream console) {
            this.console = console;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] octets, int from, int length) {
            console.write(octets, from, length);
            for (int i = from; i < from + length; i++) {
                line.write(octets[i]);
                if (octets[i] == '\n') {
                    judge(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                }
            }
        }

        @Override
        public void flush() {
            console.flush();
        }

        private static void judge(String text) {
            for (String secret : SECRETS) {
                if (text.contains(secret)) {
                    FOUND.add(text.strip().replace(secret, "***"));
                }
            }
        }
    }
}
