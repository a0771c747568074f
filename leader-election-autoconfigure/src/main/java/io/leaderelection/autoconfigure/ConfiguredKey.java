package io.leaderelection.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A key that begins with our prefix, as it is written in a source of configuration.
 *
 * @param name the whole key
 * @param path elements after the prefix, as written
 * @param variable whether it is an environment variable, which has neither hyphens nor dots
 * @param value its value, with placeholders unresolved
 * @param origin where it is written
 */
record ConfiguredKey(
        ConfigurationPropertyName name,
        List<String> path,
        boolean variable,
        @Nullable Object value,
        String origin) {

    static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(LeaderElectionProperties.PREFIX);

    private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    /** Variables that Kubernetes sets in every pod for a Service whose name begins with {@code leader-election}. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("(.*\\.)?(service\\.host|service\\.port(\\..*)?|port(\\.\\d+\\.(tcp|udp|sctp)(\\..*)?)?)");

    /** All keys in those sources that can be listed. */
    static List<ConfiguredKey> in(Iterable<ConfigurationPropertySource> sources) {
        return StreamSupport.stream(sources.spliterator(), false)
                .flatMap(source -> source instanceof IterableConfigurationPropertySource all
                        ? all.stream().filter(PREFIX::isAncestorOf).map(name -> of(name, source))
                        : Stream.empty())
                .filter(key -> !key.isServiceLink())
                .toList();
    }

    private static ConfiguredKey of(ConfigurationPropertyName name, ConfigurationPropertySource source) {
        List<String> path = IntStream.range(PREFIX.getNumberOfElements(), name.getNumberOfElements())
                .mapToObj(i -> name.getElement(i, Form.ORIGINAL))
                .toList();
        ConfigurationProperty property = source.getConfigurationProperty(name);
        Object origin = property == null ? null : property.getOrigin();
        return new ConfiguredKey(
                name,
                path,
                isEnvironment(source.getUnderlyingSource()),
                property == null ? null : property.getValue(),
                String.valueOf(origin == null ? source.getUnderlyingSource() : origin));
    }

    /** Recognised by its name, as Spring Boot does. */
    private static boolean isEnvironment(@Nullable Object source) {
        return source instanceof SystemEnvironmentPropertySource variables
                && (variables.getName().equals(ENVIRONMENT)
                        || variables.getName().endsWith("-" + ENVIRONMENT));
    }

    private boolean isServiceLink() {
        return variable && SERVICE_LINK.matcher(String.join(".", path)).matches();
    }

    /** Another key, spelt as in the source of this one. */
    String spell(String other) {
        return variable ? other.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT) : other;
    }

    /** Whether this is a key below a name that the application has chosen, such as that of an election. */
    boolean isBelowName(String map) {
        return path.get(0).equalsIgnoreCase(map) && path.size() > 1;
    }
}
