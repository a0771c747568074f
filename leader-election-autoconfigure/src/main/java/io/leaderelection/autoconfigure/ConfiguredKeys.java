package io.leaderelection.autoconfigure;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;

/** All configured keys that begin with our prefix, checked: each has an effect, or ends the start. */
final class ConfiguredKeys {

    private static final String PREFIX = LeaderElectionProperties.PREFIX + ".";

    /** Spring would take such a number for milliseconds. Zero needs no unit. */
    private static final Pattern WITHOUT_UNIT = Pattern.compile("[+-]?0*[1-9]\\d*");

    private static final KnownKeys APPLICATION =
            new KnownKeys(Set.of(), LeaderElectionProperties.class, ElectionProperties.class);

    private final NamedKeys elections = new NamedKeys(
            "elections",
            "election",
            new KnownKeys(
                    Set.of("kubernetes.interceptors", "kubernetes.termination-grace-period"),
                    ElectionProperties.class));

    private final NamedKeys groups = new NamedKeys("groups", "group", new KnownKeys(Set.of(), GroupProperties.class));

    /** Fixes by problem. */
    private final Map<String, String> problems = new LinkedHashMap<>();

    private final UnaryOperator<String> placeholders;

    /**
     * @param sources the sources of configuration
     * @param placeholders resolves placeholders in values
     * @throws InvalidElectionException if a key has no effect, a duration has no unit, a switch is neither true nor false,
     *     or an election or a group has two names
     */
    ConfiguredKeys(Iterable<ConfigurationPropertySource> sources, UnaryOperator<String> placeholders) {
        this.placeholders = placeholders;
        ConfiguredKey.in(sources).stream()
                .sorted(Comparator.comparing(ConfiguredKey::variable))
                .forEach(this::add);
        if (!problems.isEmpty()) {
            throw new InvalidElectionException(
                    String.join(System.lineSeparator(), problems.keySet()),
                    problems.values().stream().distinct().collect(Collectors.joining(System.lineSeparator())));
        }
    }

    /** All keys of an environment. */
    static ConfiguredKeys in(ConfigurableEnvironment environment) {
        return new ConfiguredKeys(
                ConfigurationPropertySources.from(environment.getPropertySources()), environment::resolvePlaceholders);
    }

    /** Names of the further elections. */
    Set<String> elections() {
        return elections.names();
    }

    /** Names of the groups. */
    Set<String> groups() {
        return groups.names();
    }

    /** Whether this is no name of an election. */
    boolean isPhantomElection(String name) {
        return elections.isPhantom(name);
    }

    /** Whether this is no name of a group. */
    boolean isPhantomGroup(String name) {
        return groups.isPhantom(name);
    }

    private void add(ConfiguredKey key) {
        Optional<NamedKeys> named =
                Stream.of(elections, groups).filter(all -> all.include(key)).findFirst();
        if (named.isPresent()) {
            add(key, named.get());
        } else {
            check(
                    key,
                    null,
                    new NamedKeys.Found(
                            "",
                            key.path(),
                            key.variable()
                                    ? APPLICATION.typeOfVariable("", key.path())
                                    : APPLICATION.typeOf(key.path())));
        }
    }

    private void add(ConfiguredKey key, NamedKeys all) {
        NamedKeys.Found found = all.find(key);
        String other = key.variable() ? null : all.add(found.name());
        if (other != null) {
            problems.put(
                    "'%s' and '%s', from %s, name one %s in two ways"
                            .formatted(other, found.name(), key.origin(), all.noun()),
                    "Write the %s's name in one way everywhere: '%s' or '%s'."
                            .formatted(all.noun(), other, found.name()));
        }
        check(key, all, found);
    }

    /**
     * Checks a key.
     *
     * @param all the keys that it belongs to; {@code null} for a key of the application
     */
    private void check(ConfiguredKey key, @Nullable NamedKeys all, NamedKeys.Found found) {
        if (found.type().isPresent()) {
            checkValue(key, found.type().get());
        } else if (!found.rest().isEmpty()) {
            unknown(key, all, found);
        }
    }

    private void checkValue(ConfiguredKey key, Class<?> type) {
        String value = placeholders.apply(String.valueOf(key.value())).strip();
        String spelt = key.spell(key.name().toString());
        if (type == Duration.class && WITHOUT_UNIT.matcher(value).matches()) {
            problem(
                    key,
                    "is '%s': a duration without a unit".formatted(value),
                    "Write %s: %ss or %sms.".formatted(spelt, value, value));
        }
        // Spring binds other words too, but its conditions know only these.
        if (type == boolean.class && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            problem(
                    key,
                    "is '%s': neither true nor false".formatted(value),
                    "Write %s: true or false.".formatted(spelt));
        }
    }

    private void unknown(ConfiguredKey key, @Nullable NamedKeys all, NamedKeys.Found found) {
        String prefix = all == null ? PREFIX : all.prefix(found.name());
        if (all != null && APPLICATION.typeOf(found.rest()).isPresent()) {
            problem(
                    key,
                    "is a key of the application, not of one " + all.noun(),
                    "Set it for all, %s%s, or leave it out.%s"
                            .formatted(
                                    PREFIX,
                                    String.join(".", found.rest()),
                                    all == groups
                                            ? ""
                                            : " An election's name is its key; and with %scampaign: false this instance does not try to lead."
                                                    .formatted(prefix)));
            return;
        }
        KnownKeys known = all == null ? APPLICATION : all.known();
        String nearest = known.nearestTo(found.rest())
                .map(near -> "Did you mean %s? ".formatted(key.spell(prefix + near)))
                .orElse("");
        problem(
                key,
                "is no key of leader election: it would have no effect",
                nearest + "All keys are in docs/configuration.md. Keys of your own must not begin with " + PREFIX);
    }

    private void problem(ConfiguredKey key, String what, String fix) {
        problems.put("%s, from %s, %s".formatted(key.name(), key.origin(), what), fix);
    }
}
