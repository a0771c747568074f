package io.leaderelection.autoconfigure;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** The keys that records of properties can be bound to, relative to its prefix: {@code lease-duration}, {@code kubernetes.labels.*}. */
final class KnownKeys {

    /** Limit on the typing errors of a key that is still recognised. */
    private static final int NEAR = 3;

    private static final String ANY = "*";

    private final Map<String, Class<?>> types = new TreeMap<>();

    /**
     * @param without keys that have no effect there, though the types have them
     * @param records types of properties
     */
    KnownKeys(Set<String> without, Class<?>... records) {
        for (Class<?> type : records) {
            add(type, "");
        }
        types.keySet().removeAll(without);
    }

    private void add(Class<?> type, String prefix) {
        Constructor<?> constructor = BeanUtils.getResolvableConstructor(type);
        String[] names = BeanUtils.getParameterNames(constructor);
        for (int i = 0; i < names.length; i++) {
            Class<?> component = constructor.getParameterTypes()[i];
            String key = prefix + DataObjectPropertyName.toDashedForm(names[i]);
            if (component == Map.class) {
                types.put(key + "." + ANY, Map.class);
            } else if (component.isRecord()) {
                add(component, key + ".");
            } else {
                types.put(key, component);
            }
        }
    }

    /** The type of a key, if there is such a key. */
    Optional<Class<?>> typeOf(List<String> written) {
        return typeOf(key -> fits(elements(key), written));
    }

    /**
     * The type of an environment variable. It has an underscore for each hyphen, or nothing for any.
     *
     * @param prefix begins each key, with its hyphens
     */
    Optional<Class<?>> typeOfVariable(String prefix, List<String> written) {
        return typeOf(key -> fits(elements(uniform(prefix + key)), written)
                || fits(elements((prefix + key).replaceAll("[-_]", ".")), written));
    }

    private Optional<Class<?>> typeOf(Predicate<String> key) {
        return types.keySet().stream().filter(key).findFirst().map(types::get);
    }

    /** The key that is most similar, if one is similar. */
    Optional<String> nearestTo(List<String> written) {
        String meant = uniform(String.join(".", written));
        return types.keySet().stream()
                .filter(key -> !key.endsWith(ANY))
                .filter(key -> distance(uniform(key), meant) <= Math.min(NEAR, meant.length() / 2)
                        || uniform(key).endsWith("." + meant))
                .min(Comparator.comparingInt(key -> distance(uniform(key), meant)));
    }

    /** A name without hyphens, underscores and case, which Spring ignores. */
    static String uniform(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    private static boolean fits(List<String> key, List<String> written) {
        int last = key.size() - 1;
        return key.get(last).equals(ANY)
                ? written.size() >= last && same(written.subList(0, last), key.subList(0, last))
                : same(written, key);
    }

    private static boolean same(List<String> name, List<String> other) {
        return uniform(String.join(".", name)).equals(uniform(String.join(".", other)));
    }

    private static List<String> elements(String key) {
        return List.of(key.split("\\."));
    }

    /** Levenshtein distance: the number of letters to insert, delete or change. */
    private static int distance(String left, String right) {
        List<Integer> row = new ArrayList<>();
        for (int j = 0; j <= right.length(); j++) {
            row.add(j);
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row.set(0, i);
            for (int j = 1; j <= right.length(); j++) {
                int changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row.get(j);
                row.set(j, Math.min(changed, 1 + Math.min(diagonal, row.get(j - 1))));
            }
        }
        return row.get(right.length());
    }
}
