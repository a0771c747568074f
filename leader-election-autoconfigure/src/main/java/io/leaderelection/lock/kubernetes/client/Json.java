package io.leaderelection.lock.kubernetes.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import org.jspecify.annotations.Nullable;

/** JSON as strangers write it: every look finds something or nothing, and never fails. */
public final class Json {

    private Json() {}

    /** The text as an object, or null if it is anything else, or no JSON at all. */
    public static @Nullable JsonObject parse(String text) {
        try {
            return JsonParser.parseString(text) instanceof JsonObject object ? object : null;
        } catch (JsonParseException noJson) {
            return null;
        }
    }

    /** The object of this name, or an empty one. */
    public static JsonObject object(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonObject object ? object : new JsonObject();
    }

    /** The array of this name, or an empty one. */
    public static JsonArray array(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonArray array ? array : new JsonArray();
    }

    /** The value of this name as text, whatever it is; null only where there is none. */
    public static @Nullable String text(JsonObject parent, String name) {
        JsonElement value = parent.get(name);
        if (value == null || value.isJsonNull()) {
            return null;
        }
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    /** The value of this name as text, whatever it is; the empty text where there is none. */
    public static String textOrEmpty(JsonObject parent, String name) {
        String text = text(parent, name);
        return text == null ? "" : text;
    }

    /** The object of this name, made if it is missing or something else. */
    public static JsonObject made(JsonObject parent, String name) {
        JsonObject object = object(parent, name);
        parent.add(name, object);
        return object;
    }

    /** Sets the value of this name, or removes it. */
    public static void set(JsonObject parent, String name, @Nullable String value) {
        if (value == null) {
            parent.remove(name);
        } else {
            parent.addProperty(name, value);
        }
    }

    /** Sets the value of this name, or removes it. */
    public static void set(JsonObject parent, String name, @Nullable Integer value) {
        if (value == null) {
            parent.remove(name);
        } else {
            parent.addProperty(name, value);
        }
    }
}
