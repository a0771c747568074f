package io.leaderelection.it.published;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leaderelection.LeaderElection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A module as it is published: the pom that Maven has flattened, and the jars beside it.
 *
 * @param name artifact id, and name of its folder
 */
record PublishedModule(String name) {

    static final PublishedModule BOM = new PublishedModule("leader-election-bom");

    /** Those that have a jar. */
    static final List<PublishedModule> WITH_JAR = Stream.of(
                    "leader-election-autoconfigure",
                    "leader-election-starter",
                    "leader-election-test",
                    "leader-election-test-apiserver")
            .map(PublishedModule::new)
            .toList();

    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    /** Skips the calling test where this run has packaged nothing: there may be jars of an earlier one. */
    static void assumePackaged() {
        String classes = LeaderElection.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assumeTrue(classes.endsWith(".jar"), "what is published is tested by mvn verify, from the root");
    }

    /** The pom as others see it. */
    Path pom() {
        return this == BOM ? folder().resolve("pom.xml") : folder().resolve("target/published-pom.xml");
    }

    /**
     * One of its jars.
     *
     * @param suffix of the file's name, such as {@code -sources}, or an empty one
     */
    Path jar(String suffix) {
        return folder().resolve("target").resolve(name + "-" + version() + suffix + ".jar");
    }

    /** The bill of materials of its dependencies. */
    Path sbom() {
        return folder().resolve("target/bom.json");
    }

    String version() {
        return String.join("", values("/project/version"));
    }

    /** The texts of all elements of its pom on that path. */
    List<String> values(String path) {
        try {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom().toFile());
            NodeList found = (NodeList) XPATH.evaluate(path, document, XPathConstants.NODESET);
            return Stream.iterate(0, i -> i < found.getLength(), i -> i + 1)
                    .map(i -> found.item(i).getTextContent().strip())
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (ParserConfigurationException | SAXException | XPathExpressionException failure) {
            throw new IllegalStateException(pom().toString(), failure);
        }
    }

    /** Copies pom and jar to where Maven looks for what has been installed. */
    void install(Path repository) {
        Path there = repository.resolve(Path.of("io", "leaderelection", name, version()));
        try {
            Files.createDirectories(there);
            Files.copy(pom(), there.resolve(name + "-" + version() + ".pom"), REPLACE_EXISTING);
            if (this != BOM) {
                Files.copy(jar(""), there.resolve(name + "-" + version() + ".jar"), REPLACE_EXISTING);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path folder() {
        return Path.of("..", name);
    }

    @Override
    public String toString() {
        return name;
    }
}
