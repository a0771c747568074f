package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An elector that is not started, or started anew. */
final class StoppedTest extends ElectorTest {

    @Test
    void startsWithAReadAndAWatch() {
        scene.is(State.STOPPED).starts().is(State.STANDBY).does("watch", "read");
    }

    @Test
    void eachStartIsANewIncarnation() {
        scene.leads();
        String first = scene.elector.incarnation();
        scene.stops().workEnds().isAnswered().is(State.STOPPED).starts();

        assertThat(scene.elector.incarnation()).isNotEqualTo(first);
    }

    @Test
    void stoppedWithOverdueWorkDoesNotCampaignAgainBeforeItHasEnded() {
        scene.leads().stops().is(State.DRAINING);
        while (scene.elector.state() == State.DRAINING) {
            scene.passes(RENEWAL);
            if (scene.asked() != null) {
                scene.isAnswered();
            }
        }
        scene.is(State.STOPPED);

        scene.starts().is(State.LOST).does("watch", "read");
        scene.isAnswered().is(State.LOST).doesNothing();
        scene.passes(LEASE.multipliedBy(2)).asksNothing();
        scene.workEnds().is(State.STANDBY).does("let expire", "read");

        scene.stops().is(State.STOPPED);
        scene.workEnds().is(State.STOPPED).does("let expire");
    }

    @Test
    void aReleaseIsTakenAtOnceByAnInstanceThatLedBeforeItsStop() {
        scene.leads().stops().workEnds().isAnswered().is(State.STOPPED).passes(RETRY);
        scene.lease.says(Records.sealed("b", 1));
        scene.starts().watchWorks().isAnswered().is(State.STANDBY);

        scene.lease.says(Records.releasedBy("b"));
        scene.hears().is(State.TAKING);
    }

    @Test
    void overdueWorkThatEndsAfterTheStopIsNoHindrance() {
        scene.leads().loses();
        scene.passes(DRAIN).stops().is(State.STOPPED);
        scene.workEnds().starts().is(State.STANDBY);
    }

    @Test
    void thePauseOfAResignationEndsWithTheLifeInWhichItWasAskedFor() {
        scene.leads().resigns(Duration.ofHours(10)).stops().workEnds().isAnswered();
        scene.is(State.STOPPED).passes(RETRY).starts().isAnswered().isAnswered().is(State.LEADING);

        scene.loses().passes(RETRY).workEnds().isAnswered();
        scene.is(State.TAKING);
    }

    /** Whoever gives the elector a new field decides here whether it belongs to one life or to the process. */
    @Test
    void nothingOfOneLifeReachesTheNextButWhatIsMeantTo() {
        Scene other = new Scene();
        other.starts();
        scene.leads()
                .hearsOfDeathOf("p-other")
                .passes(RENEWAL)
                .isAppliedUnheard()
                .isRefused();
        scene.resigns(Duration.ofHours(10)).stops().workEnds();
        scene.passes(DEADLINE).is(State.STOPPED).starts();

        assertThat(scene.elector)
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*term.(term|held|highestToken)", ".*observer.seen") // of the lease
                .ignoringFieldsMatchingRegexes(
                        ".*incarnation", ".*requests.(asked|requests)", "commands") // numbered on
                .ignoringFieldsMatchingRegexes(".*limiter") // counts on
                .ignoringFieldsMatchingRegexes(".*(now|dueAt|clock|random|output)", "standby", "leading", "releasing")
                .isEqualTo(other.elector);
    }
}
