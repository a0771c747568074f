package io.leaderelection.it.apiserver;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.leaderelection.test.apiserver.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the server was asked, by whom and when, as the server itself has written it down. */
public final class AuditLog {

    private final ApiServer server;

    private AuditLog(ApiServer server) {
        this.server = server;
    }

    /** The log of all requests since the server's first start. */
    public static AuditLog of(ApiServer server) {
        return new AuditLog(server);
    }

    /** The requests that match, each once, in the order of their arrival. */
    public List<AuditedRequest> requests(Predicate<AuditedRequest> filter) {
        // A request has a line when it arrives, one when its answer begins (a watch) and one when the answer ends.
        Map<String, AuditedRequest> byId = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(server.auditLog())) {
            lines.map(AuditLog::parse)
                    .flatMap(Stream::ofNullable)
                    .forEach(request -> byId.merge(request.id(), request, AuditedRequest::withAnswerOf));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return byId.values().stream().filter(filter).toList();
    }

    /** How many of these requests there are of each kind, in the order of the kinds. */
    public static Map<String, Long> counts(List<AuditedRequest> requests, Function<AuditedRequest, String> kind) {
        return requests.stream().collect(Collectors.groupingBy(kind, TreeMap::new, Collectors.counting()));
    }

    /** The last line may be half written while this reads. */
    private static @Nullable AuditedRequest parse(String line) {
        try {
            return AuditedRequest.of(JsonParser.parseString(line).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException failure) {
            return null;
        }
    }
}
