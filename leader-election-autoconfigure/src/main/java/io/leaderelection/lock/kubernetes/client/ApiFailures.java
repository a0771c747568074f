package io.leaderelection.lock.kubernetes.client;

import io.kubernetes.client.util.exception.TokenAquisitionException;
import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoreFailure.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in one line what went wrong with a request about one object, and what to do about it. */
public final class ApiFailures {

    private static final Pattern ACCOUNT = Pattern.compile("User \"([^\"]*)\"");
    private static final Pattern MISSING_VERB = Pattern.compile("cannot (\\w+) resource");

    /** What looks like a credential; some server or proxy in between might echo it. */
    private static final Pattern SECRET =
            Pattern.compile("(?i)\\b(bearer|basic)\\s+\\S+|\\beyJ[\\w-]+\\.[\\w.-]+|//[^/@\\s]+@");

    private final Resource object;
    private final LeaseApi api;

    public ApiFailures(Resource object, LeaseApi api) {
        this.object = object;
        this.api = api;
    }

    /** An answer other than success. */
    public StoreFailure refused(String verb, HttpReply reply) {
        ApiStatus status = reply.status();
        String reason =
                status.given() ? shown(status.message()) : "the answer has no Status but " + shown(reply.form());
        return refused(verb, reply.code(), status, reason, reply.retryAfter());
    }

    /** The server broke a watch off and says why. */
    StoreFailure brokenOff(ApiStatus status) {
        return refused("watch", status.code(), status, shown(status.message()), null);
    }

    private StoreFailure refused(
            String verb, int code, ApiStatus status, String reason, @Nullable Duration retryAfter) {
        return switch (code) {
            case 401 ->
                new StoreFailure(
                        Kind.UNAUTHENTICATED,
                        "%s: 401, the API server does not accept the credentials (%s). Check the service account's token, or the kubeconfig's user.%s"
                                .formatted(asked(verb), reason, leftOut()),
                        retryAfter);
            case 403 -> new StoreFailure(Kind.FORBIDDEN, forbidden(verb, status, reason), retryAfter);
            case 404 ->
                new StoreFailure(
                        Kind.SERVER,
                        "%s: 404, %s. Check that the namespace exists and that the address is an API server's."
                                .formatted(asked(verb), reason),
                        retryAfter);
            case 429 -> new StoreFailure(Kind.THROTTLED, "%s: 429, %s".formatted(asked(verb), reason), retryAfter);
            default -> new StoreFailure(Kind.SERVER, "%s: %s, %s".formatted(asked(verb), code, reason), retryAfter);
        };
    }

    /** A success whose body is not what was asked for. */
    public StoreFailure unreadable(String verb, HttpReply reply) {
        return new StoreFailure(
                Kind.UNREADABLE,
                "%s: %s, but the answer is not what was asked for: %s. Is something between here and the API server?"
                        .formatted(asked(verb), reply.code(), shown(reply.form())));
    }

    /** A success that tells something else than was sent. Nothing of it is quoted: it is foreign text. */
    public StoreFailure notAsWritten(String verb, HttpReply reply) {
        return new StoreFailure(
                Kind.UNREADABLE,
                "%s: %s, but the answer tells another record than was written. Does an admission webhook, or something between here and the API server, change it?"
                        .formatted(asked(verb), reply.code()));
    }

    /** A line of a watch that is no event. */
    StoreFailure unreadableEvent(int length) {
        return new StoreFailure(
                Kind.UNREADABLE,
                "%s: an event of %s characters is not one of a %s".formatted(asked("watch"), length, object.kind()));
    }

    /** No answer at all, or not a whole one. */
    public StoreFailure failed(String verb, Throwable failure) {
        if (failure instanceof LinkageError conflict) {
            return new StoreFailure(Kind.INCOMPATIBLE, asked(verb) + ": " + ClientVersions.conflict(conflict));
        }
        String what = failure.getClass().getSimpleName() + ": " + shown(String.valueOf(failure.getMessage()));
        return new StoreFailure(kind(failure), asked(verb) + ": " + what);
    }

    /** The watch ends again and again without a reason. */
    StoreFailure shortLived() {
        return new StoreFailure(Kind.UNREACHABLE, asked("watch") + ": the stream ends as soon as it has begun");
    }

    /** A watch brings more than anybody needs to hear. */
    StoreFailure flooded(int lines, Duration window) {
        return new StoreFailure(
                Kind.SERVER,
                "%s: more than %s lines within %s s, so it is closed for as long. Does something write that often, or repeat what the API server says?"
                        .formatted(asked("watch"), lines, window.toSeconds()),
                window);
    }

    /** Foreign text without what looks like a secret, escaped and cut. */
    static String shown(String text) {
        return ForeignText.shown(SECRET.matcher(text).replaceAll("***"));
    }

    private String forbidden(String verb, ApiStatus status, String reason) {
        Matcher account = ACCOUNT.matcher(status.message());
        Matcher missing = MISSING_VERB.matcher(status.message());
        if (!account.find() || !missing.find()) {
            return "%s: 403, %s%s".formatted(asked(verb), reason, leftOut());
        }
        return "%s: 403, \"%s\" must not %s it. Bind that account to a Role in this namespace with %s.%s"
                .formatted(
                        asked(verb),
                        shown(account.group(1)),
                        shown(missing.group(1)),
                        object.rule(missing.group(1)),
                        leftOut());
    }

    /** Perhaps one of them authenticates. */
    private String leftOut() {
        List<String> leftOut = api.interceptorsLeftOut();
        return leftOut.isEmpty()
                ? ""
                : " The ApiClient's interceptors %s see no request of the elections: if one of them authenticates, set leader.election.kubernetes.interceptors=all."
                        .formatted(leftOut);
    }

    private String asked(String verb) {
        return verb + " " + object;
    }

    private static Kind kind(Throwable failure) {
        if (failure instanceof InterruptedIOException) {
            return Kind.TIMEOUT;
        }
        if (failure instanceof TokenAquisitionException) {
            return Kind.UNAUTHENTICATED;
        }
        return failure instanceof IOException ? Kind.UNREACHABLE : Kind.UNREADABLE;
    }
}
