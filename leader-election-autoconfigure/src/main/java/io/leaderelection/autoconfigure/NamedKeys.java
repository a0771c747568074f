package io.leaderelection.autoconfigure;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys below names that the application has chosen: those of its further elections, or of its groups. An environment
 * variable cannot spell the hyphens of a name. It belongs to what has that name in other sources, if there is one.
 */
final class NamedKeys {

    private final String map;
    private final String noun;
    private final KnownKeys known;

    /** Names by their {@linkplain KnownKeys#uniform uniform} names, without those that only variables have. */
    private final Map<String, String> written = new LinkedHashMap<>();

    /** Names that only look like names: variables of what is spelt otherwise elsewhere. */
    private final Set<String> phantoms = new HashSet<>();

    private final Set<String> names = new LinkedHashSet<>();

    /**
     * @param map the key before the names
     * @param noun what has the names, in words
     * @param known the keys after a name
     */
    NamedKeys(String map, String noun, KnownKeys known) {
        this.map = map;
        this.noun = noun;
        this.known = known;
    }

    /**
     * The part of a key after the name.
     *
     * @param name the name
     * @param rest the elements after it
     * @param type type of the value, if there is such a key
     */
    record Found(String name, List<String> rest, Optional<Class<?>> type) {}

    boolean include(ConfiguredKey key) {
        return key.isBelowName(map);
    }

    String noun() {
        return noun;
    }

    KnownKeys known() {
        return known;
    }

    /** Beginning of the keys of one name. */
    String prefix(String name) {
        return LeaderElectionProperties.PREFIX + "." + map + "." + name + ".";
    }

    /** Names of all that has keys here. */
    Set<String> names() {
        return names;
    }

    /** Whether this is no name: a variable of {@code daily-reports} binds to {@code dailyreports}, too. */
    boolean isPhantom(String name) {
        return phantoms.contains(name) && !names.contains(name);
    }

    /** The other spelling of the name of a key that is no variable, if there was one before. */
    @Nullable
    String add(String name) {
        names.add(name);
        String other = written.putIfAbsent(KnownKeys.uniform(name), name);
        return other == null || other.equals(name) ? null : other;
    }

    /** Takes a key apart. Names of variables are known only after all other keys. */
    Found find(ConfiguredKey key) {
        List<String> path = key.path().subList(1, key.path().size());
        if (!key.variable()) {
            List<String> rest = path.subList(1, path.size());
            return new Found(path.get(0), rest, known.typeOf(rest));
        }
        Optional<String> owner = written.values().stream()
                .filter(name -> known.typeOfVariable(name + ".", path).isPresent())
                .findFirst()
                .or(() -> written.values().stream()
                        .filter(name -> rest(name, path).isPresent())
                        .findFirst());
        owner.ifPresentOrElse(name -> phantoms.add(path.get(0)), () -> names.add(path.get(0)));
        String name = owner.orElse(path.get(0));
        return new Found(name, rest(name, path).orElse(List.of()), known.typeOfVariable(name + ".", path));
    }

    /** The elements of a variable after a name, if it belongs to that name. */
    private static Optional<List<String>> rest(String name, List<String> path) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of(List.of(KnownKeys.uniform(name)), List.of(lower.split("[-_]")))
                .filter(form -> path.size() >= form.size()
                        && path.subList(0, form.size()).equals(form))
                .map(form -> path.subList(form.size(), path.size()))
                .findFirst();
    }
}
