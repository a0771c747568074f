package io.leaderelection.gate;

import io.leaderelection.lock.ForeignText;
import java.util.regex.Pattern;

/**
 * Names the calls of actions by the class that a person wrote. The JVM's name of a lambda changes with each start, and
 * the name of a generated subclass means nothing.
 */
final class ActionName extends ClassValue<String> {

    /** What the JVM and the makers of proxies put behind the name of a class that they derive another from. */
    private static final Pattern DERIVED = Pattern.compile("(?<=[^.])(\\$\\$|/).*", Pattern.DOTALL);

    private static final ActionName BY_CLASS = new ActionName();

    private ActionName() {}

    /** The name of an action's class; of a lambda that of the class in which it stands, marked as such. */
    static String of(Class<?> action) {
        return BY_CLASS.get(action);
    }

    @Override
    protected String computeValue(Class<?> type) {
        String name = type.getName();
        String written = DERIVED.matcher(name).replaceFirst("");
        boolean lambda = name.startsWith("$$Lambda", written.length());
        return ForeignText.shown(lambda ? written + " (lambda)" : written);
    }
}
