package io.leaderelection.it.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Starts the node before the first class that needs it; JUnit closes it with the store that holds it. */
final class NodeExtension implements BeforeAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(NodeExtension.class);

    private static @Nullable String noneBecause;

    @Override
    public void beforeAll(ExtensionContext context) {
        node(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Node.class;
    }

    @Override
    public Node resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return node(context);
    }

    private static Node node(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Node.class, ignored -> start(), Node.class);
    }

    private static synchronized Node start() {
        if (noneBecause != null) {
            throw new TestAbortedException("no node: " + noneBecause);
        }
        try {
            long start = System.nanoTime();
            Node node = startWithImage();
            report("up after " + (System.nanoTime() - start) / 1_000_000 + " ms");
            return node;
        } catch (NoNodeException e) {
            noneBecause = e.getMessage();
            report("skipped (" + noneBecause + ")");
            throw new TestAbortedException("no node: " + noneBecause, e);
        }
    }

    private static Node startWithImage() throws NoNodeException {
        Node node = Node.start();
        try {
            node.load(SampleImage.file());
            return node;
        } catch (NoNodeException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private static void report(String line) {
        System.out.println("Node: " + line);
        try {
            Path folder = Files.createDirectories(Path.of(System.getProperty("basedir", "."), "target"));
            Files.writeString(folder.resolve("node.txt"), line + System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
