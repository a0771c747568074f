package io.leaderelection.it.apiserver;

import com.google.gson.JsonObject;
import java.time.Instant;

/**
 * One request in the server's audit log.
 *
 * @param id the server's name for the request
 * @param received when it arrived, by the server's wall clock
 * @param user the user's name, for a service account {@code system:serviceaccount:NAMESPACE:NAME}
 * @param userAgent what the client calls itself, empty if it does not
 * @param verb {@code get}, {@code list}, {@code watch}, {@code create}, {@code update} (also a PUT that creates),
 *     {@code patch} or {@code delete}
 * @param resource the resource in the plural, empty if the request is for none
 * @param namespace the namespace, empty if none
 * @param name the object's name, empty if none
 * @param status the status of the answer, 0 while there is none
 */
public record AuditedRequest(
        String id,
        Instant received,
        String user,
        String userAgent,
        String verb,
        String resource,
        String namespace,
        String name,
        int status) {

    static AuditedRequest of(JsonObject event) {
        JsonObject object = member(event, "objectRef");
        JsonObject answer = member(event, "responseStatus");
        return new AuditedRequest(
                text(event, "auditID"),
                Instant.parse(text(event, "requestReceivedTimestamp")),
                text(member(event, "user"), "username"),
                text(event, "userAgent"),
                text(event, "verb"),
                text(object, "resource"),
                text(object, "namespace"),
                text(object, "name"),
                answer.has("code") ? answer.get("code").getAsInt() : 0);
    }

    AuditedRequest withAnswerOf(AuditedRequest later) {
        return later.status == 0 ? this : later;
    }

    /** Whether it arrived in the interval, its end excluded. */
    public boolean arrivedBetween(Instant from, Instant to) {
        return !received.isBefore(from) && received.isBefore(to);
    }

    private static JsonObject member(JsonObject object, String name) {
        return object.has(name) ? object.getAsJsonObject(name) : new JsonObject();
    }

    private static String text(JsonObject object, String name) {
        return object.has(name) ? object.get(name).getAsString() : "";
    }
}
