package io.leaderelection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** The watcher is watched: it finds what it is there to find. */
class NoSecretInLogsTests {

    private final NoSecretInLogs watcher = new NoSecretInLogs();

    @Test
    void aSecretInAMessageOrAnExceptionIsFound() {
        NoSecretInLogs.watchFor("not-so-secret");
        LoggerFactory.getLogger("test").warn("a token: {}", "not-so-secret");
        assertFound();
        LoggerFactory.getLogger("test").warn("a failure", new IllegalStateException("with not-so-secret"));
        assertFound();
    }

    @Test
    void whatIsNoSecretIsNotFound() {
        LoggerFactory.getLogger("test").warn("nothing to see");

        watcher.afterEach(context());
    }

    private void assertFound() {
        assertThatThrownBy(() -> watcher.afterEach(context()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("***")
                .satisfies(found -> assertThat(found.getMessage()).doesNotContain("not-so-secret"));
    }

    private static ExtensionContext context() {
        return (ExtensionContext) Proxy.newProxyInstance(
                ExtensionContext.class.getClassLoader(),
                new Class<?>[] {ExtensionContext.class},
                (proxy, method, arguments) -> "this test");
    }
}
