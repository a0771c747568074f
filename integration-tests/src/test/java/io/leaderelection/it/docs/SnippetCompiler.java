package io.leaderelection.it.docs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles a Java snippet as a reader would complete it: with the imports that an IDE adds, and in a class of its own if
 * it shows only members or statements.
 */
final class SnippetCompiler {

    private static final Pattern TYPE =
            Pattern.compile("(?m)^(public |final |abstract |static )*(class|interface|record|enum) ");

    private static final String IMPORTS = """
            import static io.leaderelection.GatedCallListener.Outcome.*;
            import static org.assertj.core.api.Assertions.*;
            import static org.awaitility.Awaitility.await;
            import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.*;
            import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.*;
            import io.leaderelection.*;
            import io.leaderelection.Leadership.Role;
            import io.leaderelection.autoconfigure.*;
            import io.leaderelection.spring.lifecycle.*;
            import io.leaderelection.test.*;
            import io.leaderelection.test.apiserver.*;
            import java.time.*;
            import java.util.*;
            import org.junit.jupiter.api.*;
            import org.springframework.beans.factory.annotation.*;
            import org.springframework.boot.autoconfigure.*;
            import org.springframework.boot.test.context.*;
            import org.springframework.boot.test.context.runner.*;
            import org.springframework.boot.testcontainers.service.connection.*;
            import org.springframework.boot.webmvc.test.autoconfigure.*;
            import org.springframework.context.*;
            import org.springframework.context.annotation.*;
            import org.springframework.context.event.EventListener;
            import org.springframework.http.*;
            import org.springframework.scheduling.annotation.*;
            import org.springframework.stereotype.*;
            import org.springframework.test.web.servlet.*;
            import org.springframework.web.bind.annotation.*;
            import org.testcontainers.k3s.*;
            import org.testcontainers.utility.*;
            """;

    /** What the pages take for granted of their readers' applications, unless they show it. */
    private static final Map<String, String> READERS = Map.of(
            "BillingApplication", "public class BillingApplication {}",
            "Billing", "class Billing { void dispatch() {} }",
            "Invoice", "class Invoice {}",
            "Order", "class Order {}",
            "Message", "class Message {}",
            "Invoices", "interface Invoices { void send(long token); void sendDue(); Invoice close(Order order); }",
            "Queue", "interface Queue { Message poll(); void start(); void stop(); }");

    private static final String FIELDS = """
                LeaderElections elections;
                LeaderElection election;
                Invoices invoices;
                Queue queue;
            """;

    private SnippetCompiler() {}

    /**
     * Compiles a snippet into a folder.
     *
     * @return what the compiler objects to; empty if nothing
     */
    static List<String> compile(Page.Snippet snippet, Path classes) {
        List<String> objections = List.of();
        for (String source : completions(snippet.text())) {
            objections = compile(source, classes);
            if (objections.isEmpty()) {
                break;
            }
        }
        return objections;
    }

    /** The ways to complete the text; the first that compiles is right. */
    private static List<String> completions(String text) {
        if (Pattern.compile("(?m)^import ").matcher(text).find()) {
            return List.of("package snippet;\n" + text);
        }
        String begin = "package snippet;\n" + IMPORTS;
        if (TYPE.matcher(text).find()) {
            return List.of(begin + text);
        }
        List<String> completions = new ArrayList<>();
        completions.add(begin + "class Snippet {\n" + FIELDS + "void run() throws Exception {\n" + text + "}\n}\n");
        completions.add(begin + "class Snippet {\n" + FIELDS + text + "}\n");
        return completions;
    }

    private static List<String> compile(String source, Path classes) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "this is a JDK");
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "--release",
                    "17",
                    "-parameters",
                    "-Xlint:deprecation",
                    "-d",
                    classes.toString(),
                    "-classpath",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
            List<Text> sources = new ArrayList<>(List.of(new Text("Snippet", source)));
            READERS.forEach((name, type) -> {
                if (!Pattern.compile("(class|interface|record|enum) " + name + "\\b")
                        .matcher(source)
                        .find()) {
                    sources.add(new Text(name, "package snippet;\n" + type));
                }
            });
            compiler.getTask(null, files, found, options, null, sources).call();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        return found.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR
                        || each.getKind() == Diagnostic.Kind.WARNING
                        || each.getKind() == Diagnostic.Kind.MANDATORY_WARNING)
                .map(each -> line(source, each.getLineNumber()) + ": " + each.getMessage(null))
                .toList();
    }

    private static String line(String source, long number) {
        return number == Diagnostic.NOPOS
                ? "?"
                : source.lines().skip(number - 1).findFirst().orElse("?").strip();
    }

    /** A source in memory, named after its public type, if it has one. */
    private static final class Text extends SimpleJavaFileObject {

        private final String source;

        Text(String otherwise, String source) {
            super(URI.create("text:///snippet/" + name(otherwise, source) + ".java"), Kind.SOURCE);
            this.source = source;
        }

        private static String name(String otherwise, String source) {
            var type = Pattern.compile("(?m)^public (?:final )?(?:class|interface|record|enum) (\\w+)")
                    .matcher(source);
            return type.find() ? type.group(1) : otherwise;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
