package io.leaderelection.lock.kubernetes.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Status} object by which an API server explains a failure. Something else that speaks HTTP, such as a proxy
 * in between, gives none.
 *
 * @param given whether there is a Status at all
 * @param code the HTTP status it names, or 0
 * @param reason the machine-readable reason, or nothing
 * @param message the explanation for people: foreign text, not yet fit to be shown
 * @param fields the fields of the object that the server found wrong
 */
public record ApiStatus(boolean given, int code, String reason, String message, List<String> fields) {

    static ApiStatus of(@Nullable JsonObject body) {
        if (body == null || !"Status".equals(Json.text(body, "kind"))) {
            return new ApiStatus(false, 0, "", "", List.of());
        }
        return new ApiStatus(
                true, code(body), Json.textOrEmpty(body, "reason"), Json.textOrEmpty(body, "message"), fields(body));
    }

    /** Whether the server itself says that the object is not there; a proxy's 404 says nothing of the kind. */
    public boolean isNotFound() {
        return reason.equals("NotFound");
    }

    /** Whether the version of the object, and nothing else, is what the server does not accept. */
    public boolean isAboutVersion() {
        return fields.stream()
                .allMatch(field -> field.equals("metadata.resourceVersion") || field.equals("metadata.uid"));
    }

    private static List<String> fields(JsonObject body) {
        List<String> fields = new ArrayList<>();
        for (JsonElement cause : Json.array(Json.object(body, "details"), "causes")) {
            if (cause instanceof JsonObject object) {
                fields.add(Json.textOrEmpty(object, "field"));
            }
        }
        return fields;
    }

    private static int code(JsonObject body) {
        String code = Json.textOrEmpty(body, "code");
        return code.matches("\\d{3}") ? Integer.parseInt(code) : 0;
    }
}
