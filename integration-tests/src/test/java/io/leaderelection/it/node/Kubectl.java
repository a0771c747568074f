package io.leaderelection.it.node;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real kubectl, speaking to the node as one user, in one namespace. */
public final class Kubectl {

    private final Path program;
    private final Path kubeconfig;
    private final Path cache;
    private final String namespace;

    Kubectl(Path program, Path kubeconfig, Path cache) {
        this(program, kubeconfig, cache, "default");
    }

    private Kubectl(Path program, Path kubeconfig, Path cache, String namespace) {
        this.program = program;
        this.kubeconfig = kubeconfig;
        this.cache = cache;
        this.namespace = namespace;
    }

    Kubectl in(String other) {
        return new Kubectl(program, kubeconfig, cache, other);
    }

    /** Runs a command that must succeed, and returns what it printed. */
    public String run(String... arguments) {
        return succeeded("kubectl " + String.join(" ", arguments), tell(arguments));
    }

    /** Runs a command that may fail. */
    Commands.Result tell(String... arguments) {
        return Commands.run(builder(arguments));
    }

    JsonObject json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--output=json");
        return JsonParser.parseString(run(all.toArray(String[]::new))).getAsJsonObject();
    }

    /** Runs a line of a shell in which {@code kubectl} is this one; it must succeed. Returns what it printed. */
    String shell(String line) {
        ProcessBuilder builder = builder();
        builder.command("sh", "-c", "kubectl() { \"$KUBECTL\" kubectl --namespace=\"$NAMESPACE\" \"$@\"; }\n" + line);
        builder.environment().put("KUBECTL", program.toString());
        builder.environment().put("NAMESPACE", namespace);
        return succeeded(line, Commands.run(builder));
    }

    /** Creates or changes what the text describes. */
    void apply(String yaml) {
        succeeded("kubectl apply of\n" + yaml, Commands.run(builder("apply", "-f", "-"), yaml));
    }

    /** Posts an object to a path of the API. */
    void create(String path, String object) {
        succeeded("kubectl create " + path, Commands.run(builder("create", "--raw", path, "-f", "-"), object));
    }

    private static String succeeded(String what, Commands.Result result) {
        if (!result.isSuccess()) {
            throw new IllegalStateException(what + ": " + result.told());
        }
        return result.output();
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "kubectl", "--namespace=" + namespace));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("KUBECACHEDIR", cache.toString());
        return builder;
    }
}
