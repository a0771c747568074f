package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.json.JsonParserFactory;

/**
 * {@code docs/configuration.md} tells every key as the metadata of this module does. After a change of the keys, this
 * writes the document's tables anew:
 *
 * <pre>mvn -pl leader-election-autoconfigure test -Dtest=ConfigurationReferenceTests -Delection.docs=write</pre>
 */
class ConfigurationReferenceTests {

    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");
    private static final String BEGIN = "<!-- keys: begin, written by ConfigurationReferenceTests -->\n";
    private static final String END = "<!-- keys: end -->\n";

    private static final Set<String> OF_THE_APPLICATION = Set.of(
            "leader.election.enabled",
            "leader.election.when-disabled",
            "leader.election.name",
            "leader.election.elections",
            "leader.election.groups");

    /** Types by the name under which people know them. */
    private static final Map<String, String> TYPES = Map.of(
            "java.lang.Boolean", "`true` or `false`",
            "java.lang.String", "text",
            "java.lang.Integer", "number",
            "java.lang.Long", "number",
            "java.time.Duration", "duration",
            "java.nio.file.Path", "path");

    @Test
    void theDocumentTellsEveryKeyAsTheMetadataDoes() throws IOException {
        String document = Files.readString(DOCUMENT);
        assertThat(document).contains(BEGIN, END);
        String expected = document.substring(0, document.indexOf(BEGIN) + BEGIN.length())
                + tables()
                + document.substring(document.indexOf(END));
        if ("write".equals(System.getProperty("election.docs"))) {
            Files.writeString(DOCUMENT, expected);
        } else {
            assertThat(document)
                    .as("docs/configuration.md; see the comment of this class for how to write it anew")
                    .isEqualTo(expected);
        }
    }

    /** The metadata has no keys below names. */
    @Test
    void theDocumentTellsEveryKeyOfAGroup() throws IOException {
        String document = Files.readString(DOCUMENT);
        assertThat(GroupProperties.class.getRecordComponents())
                .allSatisfy(key -> assertThat(document)
                        .contains("\n| `leader.election.groups.NAME.%s` |"
                                .formatted(DataObjectPropertyName.toDashedForm(key.getName()))));
    }

    @SuppressWarnings("unchecked")
    private static String tables() throws IOException {
        List<Map<String, Object>> properties = (List<Map<String, Object>>) JsonParserFactory.getJsonParser()
                .parseMap(Files.readString(METADATA))
                .get("properties");
        Map<String, List<Map<String, Object>>> sections = new LinkedHashMap<>();
        Stream.of("The application", "Every election").forEach(title -> sections.put(title, new ArrayList<>()));
        properties.stream()
                .sorted(Comparator.comparing(property -> property.get("name").toString()))
                .forEach(property -> sections.computeIfAbsent(
                                section(property.get("name").toString()), title -> new ArrayList<>())
                        .add(property));
        return sections.entrySet().stream()
                .map(section -> "\n## " + section.getKey() + "\n\n| key | value | default | |\n|---|---|---|---|\n"
                        + section.getValue().stream()
                                .map(ConfigurationReferenceTests::row)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("", "", "\n"));
    }

    /** Keys of the application itself; keys of each election; and groups of keys under a common beginning. */
    private static String section(String key) {
        if (OF_THE_APPLICATION.contains(key)) {
            return "The application";
        }
        String prefix = LeaderElectionProperties.PREFIX + ".";
        if (!key.startsWith(prefix)) {
            return "Keys of Spring Boot";
        }
        int dot = key.indexOf('.', prefix.length());
        return dot < 0 ? "Every election" : "`" + key.substring(0, dot) + ".*`";
    }

    private static String row(Map<String, Object> property) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        property.get("name"),
                        value(property.get("type").toString()),
                        property.containsKey("defaultValue")
                                ? "`" + shown(property.get("defaultValue"), property.get("type")) + "`"
                                : "",
                        Objects.requireNonNullElse(property.get("description"), "")
                                .toString()
                                .replace("|", "\\|"));
    }

    /** A default as it is written in a configuration; Spring Boot names those of its enumerations otherwise. */
    private static Object shown(Object value, Object type) {
        if (value instanceof Double number && number == Math.rint(number)) {
            return number.longValue();
        }
        return TYPES.containsKey(type.toString()) ? value : value.toString().replace('_', '-');
    }

    private static String value(String type) {
        if (type.startsWith("java.util.Map")) {
            return "map";
        }
        String known = TYPES.get(type);
        return known == null ? choices(type) : known;
    }

    private static String choices(String type) {
        try {
            Object[] constants = Class.forName(type).getEnumConstants();
            assertThat(constants).as("a name for %s in TYPES", type).isNotNull();
            return Stream.of(constants)
                    .map(constant ->
                            "`" + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                    .collect(Collectors.joining(", "));
        } catch (ClassNotFoundException unknown) {
            throw new AssertionError("Name the type " + type + " in TYPES", unknown);
        }
    }
}
