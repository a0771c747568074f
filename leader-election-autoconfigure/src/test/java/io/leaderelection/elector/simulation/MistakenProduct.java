package io.leaderelection.elector.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Loads the product with a mistake in it: some lines of its source are replaced, and compiled anew. All classes of the
 * product and of the simulation are loaded once more, so that nothing of it is seen elsewhere.
 */
public final class MistakenProduct extends ClassLoader {

    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final String OURS = "io.leaderelection.";

    /** What was compiled anew, by the names of the classes. */
    private final Map<String, byte[]> changed;

    private MistakenProduct(Map<String, byte[]> changed) {
        super(MistakenProduct.class.getClassLoader());
        this.changed = changed;
    }

    /** The product with these changes of its source. */
    public static MistakenProduct with(List<Change> changes) {
        Map<String, String> sources = new HashMap<>();
        for (Change change : changes) {
            sources.compute(change.type(), (type, earlier) -> change.in(earlier == null ? source(type) : earlier));
        }
        return new MistakenProduct(sources.isEmpty() ? Map.of() : compiled(sources));
    }

    /**
     * Runs a static method of a test within this product.
     *
     * @throws Throwable what the method throws
     */
    public void run(Class<?> test, String method, String argument) throws Throwable {
        Method there = loadClass(test.getName()).getDeclaredMethod(method, String.class);
        there.setAccessible(true);
        try {
            there.invoke(null, argument);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] code = Optional.ofNullable(changed.get(name)).orElseGet(() -> compiledBefore(name));
        if (code.length == 0) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, code, 0, code.length);
    }

    private byte[] compiledBefore(String name) {
        try (InputStream code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return code == null ? new byte[0] : code.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String source(String type) {
        try {
            return Files.readString(SOURCES.resolve(type.replace('.', '/') + ".java"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Map<String, byte[]> compiled(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
        StandardJavaFileManager files = compiler.getStandardFileManager(complaints, null, null);
        InMemory output = new InMemory(files);
        List<String> options =
                List.of("-proc:none", "-nowarn", "-parameters", "-classpath", System.getProperty("java.class.path"));
        List<Source> units = sources.entrySet().stream()
                .map(source -> new Source(source.getKey(), source.getValue()))
                .toList();
        if (!compiler.getTask(null, output, complaints, options, null, units).call()) {
            throw new IllegalStateException("The mistake does not compile: " + complaints.getDiagnostics());
        }
        Map<String, byte[]> classes = new HashMap<>();
        output.classes.forEach((name, code) -> classes.put(name, code.toByteArray()));
        return classes;
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String type, String text) {
            super(URI.create("string:///" + type.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps the classes that the compiler writes. */
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

        InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream code = new ByteArrayOutputStream();
            classes.put(name, code);
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return code;
                }
            };
        }
    }
}
