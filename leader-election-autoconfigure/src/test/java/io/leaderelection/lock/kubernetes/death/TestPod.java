package io.leaderelection.lock.kubernetes.death;

import com.google.gson.JsonObject;
import io.leaderelection.lock.kubernetes.client.Json;
import io.leaderelection.lock.kubernetes.client.TestAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/** The Pod in which the holder of the tests' lease runs, and what becomes of it. */
final class TestPod {

    static final ProcessLocation HOLDER = new ProcessLocation("p-a", "uid-of-a", "billing-a", "app");

    private TestPod() {}

    /** Its container runs. */
    static JsonObject running() {
        return with("{}", "{}", "{\"running\":{}}", "{}");
    }

    /** Its container has ended and left this. */
    static JsonObject ended(String message) {
        return with("{}", "{}", terminated(message), "{}");
    }

    /** Its container was started again after an end that left this. */
    static JsonObject startedAgain(String message) {
        return with("{}", "{}", "{\"running\":{}}", terminated(message));
    }

    /** Its container has ended and left this, under a spec with these fields of its own. */
    static JsonObject ended(String message, String spec, String container) {
        return with(spec, container, terminated(message), "{}");
    }

    /** What its process can leave behind: all that it must know of itself is in this folder. */
    static TerminationMessage testament(Path folder) throws IOException {
        String claims =
                "{\"kubernetes.io\":{\"namespace\":\"shop\",\"pod\":{\"name\":\"billing-a\",\"uid\":\"uid-of-a\"}}}";
        String payload = Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        Files.writeString(folder.resolve("token"), "header." + payload + ".signature");
        Path log = Files.createFile(folder.resolve("termination-log"));
        String point = log.toString().replace(" ", "\\040");
        String mount = "1 0 8:1 /pods/uid-of-a/containers/app/1b2c3d4e %s rw - ext4 /dev/sda1 rw\n".formatted(point);
        return new TerminationMessage(TestAccount.in(folder), Files.writeString(folder.resolve("mountinfo"), mount));
    }

    private static String terminated(String message) {
        JsonObject terminated = new JsonObject();
        terminated.addProperty("exitCode", 137);
        terminated.addProperty("message", message);
        return "{\"terminated\":" + terminated + "}";
    }

    private static JsonObject with(String spec, String container, String state, String lastState) {
        JsonObject pod = parse("""
                {"metadata":{"name":"billing-a","uid":"uid-of-a"},
                 "spec":{"containers":[{"name":"sidecar"},{"name":"app"}],"initContainers":[{"name":"proxy"}]},
                 "status":{"phase":"Running",
                  "initContainerStatuses":[{"name":"proxy","restartCount":3,"state":{"running":{}}}],
                  "containerStatuses":[{"name":"sidecar","state":{"running":{}}},
                   {"name":"app","restartCount":1,"state":%s,"lastState":%s}]}}
                """.formatted(state, lastState));
        JsonObject own = Json.object(pod, "spec");
        parse(spec).entrySet().forEach(field -> own.add(field.getKey(), field.getValue()));
        JsonObject app = Json.array(own, "containers").get(1).getAsJsonObject();
        parse(container).entrySet().forEach(field -> app.add(field.getKey(), field.getValue()));
        return pod;
    }

    private static JsonObject parse(String json) {
        return Objects.requireNonNull(Json.parse(json), json);
    }
}
