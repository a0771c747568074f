package io.leaderelection.it.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.LeaderElection;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever our classes use of others exists in all versions that applications may bring. */
class LinkageTests {

    /** Asked for once, where its absence is known to be harmless: {@code DerivedClient}. */
    private static final String FAST_FALLBACK =
            "okhttp3/OkHttpClient$Builder.fastFallback(Z)Lokhttp3/OkHttpClient$Builder;";

    @Test
    void allThatWeUseIsThereWithTheNewestBoot41AndSpringCloud() throws Exception {
        assertThat(missingWith("spring-cloud")).containsExactly(FAST_FALLBACK);
    }

    @Test
    void allThatWeUseIsThereWithTheNewestBoot40() throws Exception {
        assertThat(missingWith("boot-4.0")).isEmpty();
    }

    @Test
    void whatIsMissingOnBoot35IsFound() throws Exception {
        assertThat(missingWith("boot-3.5"))
                .contains("org/springframework/boot/health/contributor/AbstractHealthIndicator.");
    }

    private static Set<String> missingWith(String module) throws Exception {
        Path ours = Path.of(LeaderElection.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        References references = References.in(ours);
        assertThat(references.count()).isGreaterThan(300);
        try (URLClassLoader loader = ClassPath.of(module).loader()) {
            return references.missingIn(new ForeignClass.Library(loader));
        }
    }
}
