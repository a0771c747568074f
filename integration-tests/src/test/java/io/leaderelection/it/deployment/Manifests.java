package io.leaderelection.it.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** The objects of one kustomization of the kit, as rendered. */
final class Manifests {

    private static final Path KIT = Path.of("sample-app", "kubernetes");

    private final List<Map<String, ?>> objects;

    private Manifests(List<Map<String, ?>> objects) {
        this.objects = objects;
    }

    /** Path of the base, as the documentation writes it. */
    static String base() {
        return KIT.resolve("base").toString();
    }

    /** Path of an overlay, as the documentation writes it. */
    static String overlay(String name) {
        return KIT.resolve("overlays").resolve(name).toString();
    }

    /** Paths of all that can be applied. */
    static List<String> all() {
        try (Stream<Path> folders = Files.list(Kubectl.PROJECT.resolve(KIT).resolve("overlays"))) {
            return Stream.concat(
                            Stream.of(base()),
                            folders.map(folder -> overlay(folder.getFileName().toString())))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether a path is that of the base, or of an overlay on it. */
    static boolean isApplication(String kustomization) {
        try {
            return kustomization.equals(base())
                    || Files.readString(Kubectl.PROJECT.resolve(kustomization).resolve("kustomization.yaml"))
                            .contains("- ../../base");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Manifests render(Kubectl kubectl, String kustomization) {
        Iterable<?> documents = new Yaml().loadAll(kubectl.run("kustomize", kustomization));
        return new Manifests(StreamSupport.stream(documents.spliterator(), false)
                .<Map<String, ?>>map(Manifests::map)
                .toList());
    }

    /** The only object of a kind and name. */
    Map<String, ?> object(String kind, String name) {
        return objects.stream()
                .filter(object -> object.get("kind").equals(kind)
                        && at(object, "metadata", "name").equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + kind + " " + name));
    }

    /** The specification of the pods of the Deployment. */
    Map<String, ?> pod() {
        return map(at(object("Deployment", "sample"), "spec", "template", "spec"));
    }

    /** The only container of the Deployment. */
    Map<String, ?> container() {
        return maps(pod().get("containers")).get(0);
    }

    static Object at(Object object, String... path) {
        Object found = object;
        for (String key : path) {
            found = map(found).get(key);
            if (found == null) {
                throw new IllegalStateException("no " + key + " in " + object);
            }
        }
        return found;
    }

    static List<Map<String, ?>> maps(Object list) {
        return ((List<?>) list).stream().<Map<String, ?>>map(Manifests::map).toList();
    }

    @SuppressWarnings("unchecked")
    static Map<String, ?> map(Object object) {
        return (Map<String, ?>) object;
    }
}
