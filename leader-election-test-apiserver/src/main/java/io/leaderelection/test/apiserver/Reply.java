package io.leaderelection.test.apiserver;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpHeaders;

/**
 * One answer of the API server.
 *
 * @param status the HTTP status
 * @param headers the answer's headers
 * @param text the body as sent
 */
public record Reply(int status, HttpHeaders headers, String text) {

    /** The body as a JSON object. */
    public JsonObject json() {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    /** This answer, if it is a success; fails with its body otherwise. */
    public Reply ok() {
        if (status < 200 || status > 299) {
            throw new IllegalStateException("The API server answered " + status + ": " + text);
        }
        return this;
    }
}
