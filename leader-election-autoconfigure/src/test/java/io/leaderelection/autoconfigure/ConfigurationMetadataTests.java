package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.actuate.HealthLimits;
import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.elector.RevisionGrace;
import io.leaderelection.status.Timings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.json.JsonParserFactory;

/** What an IDE tells about our keys: the metadata as it is on the class path. */
class ConfigurationMetadataTests {

    private final Map<String, Map<String, Object>> keys = keys();

    @Test
    void allKeysAreThere() {
        assertThat(keys)
                .containsOnlyKeys(
                        "leader.election.advertise",
                        "leader.election.backend",
                        "leader.election.campaign",
                        "leader.election.drain-timeout",
                        "leader.election.elections",
                        "leader.election.enabled",
                        "leader.election.exit-code",
                        "leader.election.fencing.token-floor",
                        "leader.election.file.directory",
                        "leader.election.file.shared",
                        "leader.election.group",
                        "leader.election.groups",
                        "leader.election.health.elector-stalled-for",
                        "leader.election.health.forbidden-for",
                        "leader.election.health.no-contact-for",
                        "leader.election.identity",
                        "leader.election.kubernetes.events",
                        "leader.election.kubernetes.interceptors",
                        "leader.election.kubernetes.labels",
                        "leader.election.kubernetes.lease-name",
                        "leader.election.kubernetes.namespace",
                        "leader.election.kubernetes.pod-deletion-cost",
                        "leader.election.kubernetes.pod-label",
                        "leader.election.kubernetes.proof-of-death",
                        "leader.election.kubernetes.standbys",
                        "leader.election.kubernetes.termination-grace-period",
                        "leader.election.lease-duration",
                        "leader.election.lease-name",
                        "leader.election.name",
                        "leader.election.on-loss",
                        "leader.election.proof-of-death-delay",
                        "leader.election.readiness",
                        "leader.election.release-on-shutdown",
                        "leader.election.renew-deadline",
                        "leader.election.renew-interval",
                        "leader.election.retry-period",
                        "leader.election.revision",
                        "leader.election.revision-grace",
                        "leader.election.start",
                        "leader.election.timing",
                        "leader.election.web.problem-details",
                        "leader.election.when-disabled");
    }

    @Test
    void everyKeyIsDescribedInSentences() {
        keys.forEach((name, key) -> assertThat((String) key.get("description"))
                .as(name)
                .isNotNull()
                .doesNotStartWith("The ")
                .doesNotStartWith("A ")
                .matches("[A-Z].*")
                .endsWith("."));
    }

    @Test
    void switchesBeginWithWhether() {
        keys.forEach((name, key) -> {
            if ("java.lang.Boolean".equals(key.get("type"))) {
                assertThat((String) key.get("description")).as(name).startsWith("Whether ");
            }
        });
    }

    @Test
    void theTimesTellTheElectorsDefaults() {
        assertThat(time("lease-duration")).isEqualTo(Timings.BALANCED.leaseDuration());
        assertThat(time("renew-deadline")).isEqualTo(Timings.BALANCED.renewDeadline());
        assertThat(time("retry-period")).isEqualTo(Timings.BALANCED.retryPeriod());
        assertThat(time("drain-timeout")).isEqualTo(Timings.DEFAULT_DRAIN_TIMEOUT);
        assertThat(time("health.forbidden-for")).isEqualTo(HealthLimits.DEFAULTS.forbidden());
        assertThat(time("health.no-contact-for")).isEqualTo(HealthLimits.DEFAULTS.noContact());
        assertThat(time("health.elector-stalled-for")).isEqualTo(HealthLimits.DEFAULTS.electorStalled());
        assertThat(time("proof-of-death-delay")).isEqualTo(settings().proofOfDeathDelay());
    }

    @Test
    void theOtherDefaultsAreToldToo() {
        assertThat(time("revision-grace")).isEqualTo(RevisionGrace.DEFAULT_GRACE);
        assertThat(defaultOf("campaign")).isEqualTo(settings().campaign());
        assertThat(defaultOf("release-on-shutdown")).isEqualTo(settings().releaseOnStop());
        assertThat(number("fencing.token-floor")).isEqualTo(settings().tokenFloor());
        assertThat(defaultOf("enabled")).isEqualTo(true);
        assertThat(defaultOf("when-disabled")).isEqualTo("leader");
        assertThat(defaultOf("backend")).isEqualTo("auto");
        assertThat(defaultOf("start")).isEqualTo("ready");
        assertThat(defaultOf("timing")).isEqualTo("balanced");
        assertThat(defaultOf("on-loss")).isEqualTo("standby");
        assertThat(defaultOf("readiness")).isEqualTo("any");
        assertThat(number("exit-code")).isEqualTo(1);
        assertThat(defaultOf("file.shared")).isEqualTo(false);
        assertThat(defaultOf("kubernetes.events")).isEqualTo(false);
        assertThat(defaultOf("web.problem-details")).isEqualTo(true);
    }

    @Test
    void noDescriptionRepeatsADefault() {
        keys.forEach((name, key) ->
                assertThat((String) key.get("description")).as(name).doesNotContainIgnoringCase("default is"));
    }

    private static ElectionSettings settings() {
        return ElectionSettings.of("shop", "me", Timings.BALANCED);
    }

    private Duration time(String key) {
        return DurationStyle.detectAndParse((String) defaultOf(key));
    }

    private long number(String key) {
        return ((Number) defaultOf(key)).longValue();
    }

    private Object defaultOf(String key) {
        return keys.get("leader.election." + key).get("defaultValue");
    }

    @SuppressWarnings("unchecked")
    static Map<String, Map<String, Object>> keys() {
        Map<String, Map<String, Object>> found = new TreeMap<>();
        try {
            for (URL url : Collections.list(ConfigurationMetadataTests.class
                    .getClassLoader()
                    .getResources("META-INF/spring-configuration-metadata.json"))) {
                try (InputStream content = url.openStream()) {
                    String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
                    List<Map<String, Object>> properties = (List<Map<String, Object>>)
                            JsonParserFactory.getJsonParser().parseMap(text).get("properties");
                    properties.stream()
                            .filter(property -> property.get("name").toString().startsWith("leader.election."))
                            .forEach(property -> found.put(property.get("name").toString(), property));
                }
            }
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
        return found;
    }
}
