package io.leaderelection.autoconfigure;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * All configured keys that begin with our prefix, checked: each has an effect, or ends the start. An environment variable
 * cannot spell the hyphens of an election's name. It belongs to the election of that name in other sources, if there is one.
 */
final class ConfiguredKeys {

    private static final String PREFIX = LeaderElectionProperties.PREFIX + ".";

    /** Spring would take such a number for milliseconds. Zero needs no unit. */
    private static final Pattern WITHOUT_UNIT = Pattern.compile("[+-]?0*[1-9]\\d*");

    private static final KnownKeys APPLICATION =
            new KnownKeys(Set.of(), LeaderElectionProperties.class, ElectionProperties.class);

    private static final KnownKeys ELECTION = new KnownKeys(
            Set.of("kubernetes.interceptors", "kubernetes.termination-grace-period"), ElectionProperties.class);

    /** Names of elections by their {@linkplain KnownKeys#uniform uniform} names, without those that only variables name. */
    private final Map<String, String> names = new LinkedHashMap<>();

    /** Names that only look like names: variables of elections that are spelt otherwise elsewhere. */
    private final Set<String> phantoms = new HashSet<>();

    /** Names of all elections. */
    private final Set<String> named = new LinkedHashSet<>();

    /** Fixes by problem. */
    private final Map<String, String> problems = new LinkedHashMap<>();

    private final UnaryOperator<String> placeholders;

    /**
     * @param sources the sources of configuration
     * @param placeholders resolves placeholders in values
     * @throws InvalidElectionException if a key has no effect, a duration has no unit, a switch is neither true nor false,
     *     or an election has two names
     */
    ConfiguredKeys(Iterable<ConfigurationPropertySource> sources, UnaryOperator<String> placeholders) {
        this.placeholders = placeholders;
        ConfiguredKey.in(sources).stream()
                .sorted(Comparator.comparing(ConfiguredKey::variable))
                .forEach(this::add);
        phantoms.removeAll(named);
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
        return named;
    }

    /** Whether this is no election: a variable of {@code daily-reports} binds to {@code dailyreports}, too. */
    boolean isPhantom(String election) {
        return phantoms.contains(election);
    }

    private void add(ConfiguredKey key) {
        if (key.isOfElection() && key.variable()) {
            addVariable(key);
        } else if (key.isOfElection()) {
            addWritten(key);
        } else if (key.variable()) {
            check(key, "", key.path(), APPLICATION.typeOfVariable("", key.path()));
        } else {
            check(key, "", key.path(), APPLICATION.typeOf(key.path()));
        }
    }

    private void addWritten(ConfiguredKey key) {
        String name = key.path().get(1);
        named.add(name);
        String other = names.putIfAbsent(KnownKeys.uniform(name), name);
        if (other != null && !other.equals(name)) {
            problems.put(
                    "'%s' and '%s', from %s, name one election in two ways".formatted(other, name, key.origin()),
                    "Write the election's name in one way everywhere: '%s' or '%s'.".formatted(other, name));
        }
        List<String> rest = key.path().subList(2, key.path().size());
        check(key, name, rest, ELECTION.typeOf(rest));
    }

    private void addVariable(ConfiguredKey key) {
        List<String> path = key.path().subList(1, key.path().size());
        Optional<String> owner = names.values().stream()
                .filter(name -> ELECTION.typeOfVariable(name + ".", path).isPresent())
                .findFirst()
                .or(() -> names.values().stream()
                        .filter(name -> rest(name, path).isPresent())
                        .findFirst());
        owner.ifPresentOrElse(name -> phantoms.add(path.get(0)), () -> named.add(path.get(0)));
        String name = owner.orElse(path.get(0));
        check(key, name, rest(name, path).orElse(List.of()), ELECTION.typeOfVariable(name + ".", path));
    }

    /** The elements of a variable after the name of an election, if it belongs to that election. */
    private static Optional<List<String>> rest(String name, List<String> path) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of(List.of(KnownKeys.uniform(name)), List.of(lower.split("[-_]")))
                .filter(form -> path.size() >= form.size()
                        && path.subList(0, form.size()).equals(form))
                .map(form -> path.subList(form.size(), path.size()))
                .findFirst();
    }

    /**
     * Checks a key.
     *
     * @param election name of its election; empty for a key of the application
     * @param rest elements of the key after the election's name
     * @param type type of its value, if there is such a key
     */
    private void check(ConfiguredKey key, String election, List<String> rest, Optional<Class<?>> type) {
        if (type.isPresent()) {
            checkValue(key, type.get());
        } else if (!rest.isEmpty()) {
            unknown(key, election, rest);
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

    private void unknown(ConfiguredKey key, String election, List<String> rest) {
        String prefix = election.isEmpty() ? PREFIX : PREFIX + "elections." + election + ".";
        if (!election.isEmpty() && APPLICATION.typeOf(rest).isPresent()) {
            problem(
                    key,
                    "is a key of the application, not of one election",
                    "Set it for all elections, %s%s, or leave it out. An election's name is its key; and with %scampaign: false this instance does not try to lead."
                            .formatted(PREFIX, String.join(".", rest), prefix));
            return;
        }
        KnownKeys known = election.isEmpty() ? APPLICATION : ELECTION;
        String nearest = known.nearestTo(rest)
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
