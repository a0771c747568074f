package io.leaderelection.sample;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderOnly;
import io.leaderelection.NotLeaderException;
import io.leaderelection.Otherwise;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Lines for the ledger by HTTP. */
@RestController
class LineController {

    private static final int LONGEST = 200;

    private final Scribe scribe;
    private final Inbox inbox;

    LineController(Scribe scribe, Inbox inbox) {
        this.scribe = scribe;
        this.inbox = inbox;
    }

    /** Writes a line at once, which only the leader may: the others answer 409 and who leads. */
    @LeaderOnly(otherwise = Otherwise.THROW)
    @PostMapping("/lines")
    @ResponseStatus(HttpStatus.CREATED)
    String write(@RequestBody String line) {
        GatedCall call = GatedCall.current().orElseThrow();
        if (!scribe.write(checked(line))) {
            throw new NotLeaderException(call.leadership().election(), null);
        }
        return "Written with fencing token " + call.leadership().fencingToken() + "\n";
    }

    /** Takes a line for the leader, whoever that is. */
    @PostMapping("/inbox")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void drop(@RequestBody String line) throws IOException {
        inbox.drop(checked(line));
    }

    private static String checked(String line) {
        if (line.length() > LONGEST || line.chars().anyMatch(Character::isISOControl)) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "A line has up to %s characters and no line break".formatted(LONGEST));
        }
        return line;
    }
}
