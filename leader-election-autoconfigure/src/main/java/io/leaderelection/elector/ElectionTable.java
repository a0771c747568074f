package io.leaderelection.elector;

import static io.leaderelection.elector.State.DRAINING;
import static io.leaderelection.elector.State.LEADING;
import static io.leaderelection.elector.State.LOST;
import static io.leaderelection.elector.State.RELEASING;
import static io.leaderelection.elector.State.STANDBY;
import static io.leaderelection.elector.State.STOPPED;
import static io.leaderelection.elector.State.TAKING;

import io.leaderelection.elector.Arrival.Event;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole state machine: what each input does in each state, under which invariant of {@code docs/election.md}, and
 * which test of {@code ElectorTest} shows it. What is not in the table is ignored: a late answer, an alarm of a state
 * that was left, a request to stop what has stopped.
 */
final class ElectionTable {

    /**
     * One row: in this state, on this event, do this.
     *
     * @param next states in which the elector can be afterwards
     * @param invariants the rules that the row keeps
     * @param does what is done, in a line
     * @param test the method of {@code ElectorTest} that shows it
     */
    record Row(
            State state,
            Event event,
            Set<State> next,
            String invariants,
            String does,
            String test,
            BiConsumer<Elector, Arrival> action) {}

    static final List<Row> ROWS = new ArrayList<>();

    private static final Map<State, Map<Event, Row>> TABLE = new EnumMap<>(State.class);

    // spotless:off (a table is read by its columns)
    static {
        // STOPPED
        row(STOPPED, Event.START, to(STANDBY, LOST), "I6, I11",
                "begin a new incarnation; watch and read the lease",
                "startsWithAReadAndAWatch", (e, a) -> e.start());
        row(STOPPED, Event.WORK_ENDED, to(STOPPED), "I11",
                "remember that the last term's work has ended",
                "stoppedWithOverdueWorkDoesNotCampaignAgainBeforeItHasEnded", (e, a) -> {});

        // STANDBY: without the lease
        row(STANDBY, Event.FOUND, to(STANDBY, TAKING, LEADING, RELEASING), "I4, I8, I10, I13",
                "learn how the lease is; take it if it is free or unchanged for its full duration; lead by an own write found applied",
                "waitsTheFullRecordedDurationThenTakesOver", (e, a) -> e.candidacy().found(a.lease()));
        row(STANDBY, Event.MISSING, to(STANDBY), "I4, I13",
                "create the lease if no holder of it was ever known, else wait",
                "createsAMissingLeaseUnheldAndThenTakesIt", (e, a) -> e.candidacy().missing());
        row(STANDBY, Event.WRITTEN, to(STANDBY, TAKING), "I13",
                "the vacant lease is created: take it, when the pace allows",
                "createsAMissingLeaseUnheldAndThenTakesIt", (e, a) -> e.candidacy().created(a.lease()));
        row(STANDBY, Event.OVERTAKEN, to(STANDBY, TAKING), "I4, I13",
                "an answer that came after newer news: the news counts",
                "anAnswerThatNewsHasOvertakenOverwritesNothing", (e, a) -> e.candidacy().judge());
        row(STANDBY, Event.CONFLICT, to(STANDBY), "I1",
                "another created the lease: look again soon",
                "losesTheRaceToCreateAndLooksAgain", (e, a) -> e.candidacy().creationLost());
        row(STANDBY, Event.TROUBLE, to(STANDBY), "",
                "look again after a growing, jittered pause",
                "looksAgainAfterTroubleWithGrowingPauses", (e, a) -> e.candidacy().troubled(a.trouble()));
        row(STANDBY, Event.NEWS, to(STANDBY, TAKING, LEADING, RELEASING), "I4, I5, I13",
                "as a read, unless it is old; take a released lease at once",
                "takesAReleasedLeaseAtTheWatchEvent", (e, a) -> e.candidacy().news(a.lease()));
        row(STANDBY, Event.DELETED, to(STANDBY), "I4, I13",
                "wait anew before re-creating a lease that had a holder",
                "waitsBeforeRecreatingADeletedLease", (e, a) -> e.candidacy().deleted(((Input.Deleted) a.input()).version()));
        row(STANDBY, Event.OBITUARY, to(STANDBY, TAKING), "I14",
                "take the lease over if the dead process holds it",
                "takesOverFromAProcessProvenDead", (e, a) -> e.candidacy().died(((Input.Obituary) a.input()).process()));
        row(STANDBY, Event.NEXT, to(STANDBY), "I4",
                "the wait, the pause or the polling period is over: read",
                "waitsTheFullRecordedDurationThenTakesOver", (e, a) -> e.candidacy().look());
        row(STANDBY, Event.STOP, to(STOPPED, RELEASING), "I8, I9",
                "stop; first find out whether an unresolved write took the lease",
                "stopInStandbyGivesBackALeaseTakenUnknowingly", (e, a) -> e.stopCandidacy());
        row(STANDBY, Event.RESIGN, to(STANDBY, RELEASING), "I8, I9",
                "give back what an unresolved write may have taken; else nothing",
                "resignInStandbyGivesBackALeaseTakenUnknowingly", (e, a) -> e.resignCandidacy(((Input.Resign) a.input()).pause()));

        // TAKING: an acquiring write is on its way
        row(TAKING, Event.WRITTEN, to(LEADING, STANDBY, TAKING, RELEASING), "I2, I3",
                "lead from the send time on; too late an answer opens no gate; nor does it where the end would lack a thread: give the lease back",
                "leadsFromTheSendTimeOfTheAcquiringWrite", (e, a) -> e.candidacy().taken(a.write(), a.lease()));
        row(TAKING, Event.OVERTAKEN, to(LEADING, STANDBY, TAKING), "I4, I5",
                "confirmed, but after newer news: lead only if that is of the same term",
                "aTakeoverThatNewsHasOvertakenOpensNoGate", (e, a) -> e.candidacy().takenBeforeNews(a.write()));
        row(TAKING, Event.CONFLICT, to(STANDBY), "I4, I14",
                "another was faster: wait anew, read a little later",
                "aLostRaceRestartsTheWait", (e, a) -> e.candidacy().raceLost());
        row(TAKING, Event.TROUBLE, to(STANDBY), "I8",
                "outcome unknown: read back soon",
                "adoptsAnAcquiringWriteWhoseAnswerWasLost", (e, a) -> e.candidacy().troubled(a.trouble()));
        row(TAKING, Event.NEWS, to(TAKING), "I5",
                "learn; the answer decides",
                "newsDuringTheAcquiringWriteDecidesNothing", (e, a) -> e.candidacy().news(a.lease()));
        row(TAKING, Event.DELETED, to(TAKING), "I4",
                "learn; the answer decides",
                "deletionDuringTheAcquiringWriteDecidesNothing", (e, a) -> e.candidacy().deleted(((Input.Deleted) a.input()).version()));
        row(TAKING, Event.OBITUARY, to(TAKING), "I14",
                "remember; it outlives a lost race against the dead process's last write",
                "anObituaryOutlivesALostRace", (e, a) -> e.candidacy().died(((Input.Obituary) a.input()).process()));
        row(TAKING, Event.STOP, to(STOPPED, RELEASING), "I8, I9",
                "wait for the outcome, then give the lease back without leading; stop at once if its time is over",
                "stopWhileTakingGivesTheLeaseBack", (e, a) -> e.stopCandidacy());
        row(TAKING, Event.RESIGN, to(TAKING, RELEASING), "I8, I9",
                "wait for the outcome, then give the lease back without leading; nothing if its time is over",
                "resignWhileTakingGivesTheLeaseBack", (e, a) -> e.resignCandidacy(((Input.Resign) a.input()).pause()));

        // LEADING: gate open
        row(LEADING, Event.NEXT, to(LEADING, LOST), "I7, I11, I12",
                "renew; read first after a failure; a term that is over is lost",
                "renewsEachInterval", (e, a) -> e.tenure().renewOrRead());
        row(LEADING, Event.WRITTEN, to(LEADING, LOST), "I2, I11",
                "extend to the send time + deadline, unless the gate was shut meanwhile",
                "anAnswerAfterTheDeadlineDoesNotReviveTheTerm", (e, a) -> e.tenure().renewed(a.write(), a.lease()));
        row(LEADING, Event.CONFLICT, to(LEADING), "I1, I8",
                "somebody wrote: read at once",
                "aHarmlessEditCostsAReadAndNoTerm", (e, a) -> e.tenure().renewalLost());
        row(LEADING, Event.TROUBLE, to(LEADING), "I8, I12",
                "extend nothing; read soon, inside the time left",
                "oneBadAnswerNeverEndsATerm", (e, a) -> e.tenure().troubled(a.trouble()));
        row(LEADING, Event.FOUND, to(LEADING, LOST), "I5, I6, I8",
                "mine: adopt a write found applied, to its send time + deadline, and renew; else lost",
                "adoptsARenewalWhoseAnswerWasLostFromItsOwnSendTime", (e, a) -> e.tenure().found(a.lease()));
        row(LEADING, Event.MISSING, to(LOST), "I5",
                "deleted: shut the gate",
                "aMissingLeaseEndsTheTerm", (e, a) -> e.tenure().missing());
        row(LEADING, Event.NEWS, to(LEADING, LOST), "I5",
                "old news: ignore; mine with other metadata: go on from that version; foreign: shut the gate; not comparable: read",
                "newsOfAForeignHolderShutsTheGateAtOnce", (e, a) -> e.tenure().news(a.lease()));
        row(LEADING, Event.DELETED, to(LEADING, LOST), "I5",
                "my lease is deleted: shut the gate; another's: ignore",
                "newsOfTheDeletionShutsTheGateAtOnce", (e, a) -> e.tenure().deleted(((Input.Deleted) a.input()).version()));
        row(LEADING, Event.DEADLINE, to(LEADING, LOST), "I11",
                "no confirmed write in time: the gate is shut; tell so",
                "theTermEndsAtTheDeadline", (e, a) -> e.tenure().deadline());
        row(LEADING, Event.RESIGN, to(DRAINING), "I9",
                "shut the gate, end the work, keep renewing",
                "resignDrainsThenReleases", (e, a) -> e.resign(((Input.Resign) a.input()).pause()));
        row(LEADING, Event.STOP, to(DRAINING), "I9",
                "shut the gate, end the work, keep renewing",
                "stopDrainsThenReleasesThenStops", (e, a) -> e.stopLeading());

        // DRAINING: gate shut by our own decision
        row(DRAINING, Event.NEXT, to(DRAINING, LOST), "I7, I12",
                "renew on, so that nobody takes over from running work",
                "renewalsGoOnWhileWorkEnds", (e, a) -> e.tenure().renewOrRead());
        row(DRAINING, Event.WRITTEN, to(DRAINING), "I2",
                "the lease is held for longer; the gate stays shut",
                "renewalsGoOnWhileWorkEnds", (e, a) -> e.tenure().renewed(a.write(), a.lease()));
        row(DRAINING, Event.CONFLICT, to(DRAINING), "I8",
                "as while leading",
                "aHarmlessEditDuringTheDrainCostsARead", (e, a) -> e.tenure().renewalLost());
        row(DRAINING, Event.TROUBLE, to(DRAINING), "I8, I12",
                "as while leading",
                "troubleDuringTheDrainIsRetried", (e, a) -> e.tenure().troubled(a.trouble()));
        row(DRAINING, Event.FOUND, to(DRAINING, LOST), "I5, I8",
                "as while leading; foreign: nothing left to release",
                "aForeignHolderDuringTheDrainLeavesNothingToRelease", (e, a) -> e.tenure().found(a.lease()));
        row(DRAINING, Event.MISSING, to(LOST), "I5",
                "nothing left to release",
                "aDeletionDuringTheDrainLeavesNothingToRelease", (e, a) -> e.tenure().missing());
        row(DRAINING, Event.NEWS, to(DRAINING, LOST), "I5",
                "as while leading",
                "aForeignHolderDuringTheDrainLeavesNothingToRelease", (e, a) -> e.tenure().news(a.lease()));
        row(DRAINING, Event.DELETED, to(DRAINING, LOST), "I5",
                "as while leading",
                "aDeletionDuringTheDrainLeavesNothingToRelease", (e, a) -> e.tenure().deleted(((Input.Deleted) a.input()).version()));
        row(DRAINING, Event.DEADLINE, to(DRAINING, LOST), "I9, I11",
                "the lease may be another's from now on: no release",
                "aDrainThatLosesTheLeaseReleasesNothing", (e, a) -> e.tenure().deadline());
        row(DRAINING, Event.WORK_ENDED, to(RELEASING, STOPPED), "I9",
                "release now; or just stop, where releasing is switched off",
                "resignDrainsThenReleases", (e, a) -> e.tenure().workEnded());
        row(DRAINING, Event.DRAIN, to(LOST, STOPPED), "I9",
                "the work outlives its time: no release, the lease expires",
                "workThatOutlivesTheDrainTimeoutPreventsTheRelease", (e, a) -> e.tenure().overdue());
        row(DRAINING, Event.STOP, to(DRAINING), "",
                "stop once the drain has ended",
                "stopDuringADrainStopsAfterTheRelease", (e, a) -> e.stopping = true);

        // RELEASING: work has ended, the lease is being given back
        row(RELEASING, Event.WRITTEN, to(RELEASING, STANDBY, STOPPED), "I9",
                "released; or an earlier write of mine was confirmed: release that version",
                "aRenewalUnderWayIsAwaitedBeforeTheRelease", (e, a) -> e.release().answered(a.write(), a.lease()));
        row(RELEASING, Event.CONFLICT, to(RELEASING), "I9",
                "never blind on a fresh version: read first, after a pause if it is not the first time",
                "aReleaseThatLosesARaceChecksWhoseTermItIs", (e, a) -> e.release().lost());
        row(RELEASING, Event.TROUBLE, to(RELEASING), "I8",
                "outcome unknown: read soon",
                "aReleaseWithoutAnswerIsReadBack", (e, a) -> e.release().troubled(a.trouble()));
        row(RELEASING, Event.FOUND, to(RELEASING, STANDBY, STOPPED), "I9",
                "still my own term: release this version; else leave it alone",
                "aReleaseThatLosesARaceChecksWhoseTermItIs", (e, a) -> e.release().found(a.lease()));
        row(RELEASING, Event.MISSING, to(STANDBY, STOPPED), "I9",
                "nothing to release",
                "aDeletedLeaseNeedsNoRelease", (e, a) -> e.release().over());
        row(RELEASING, Event.NEXT, to(RELEASING), "I9",
                "read",
                "aReleaseWithoutAnswerIsReadBack", (e, a) -> e.read());
        row(RELEASING, Event.DEADLINE, to(STANDBY, STOPPED), "I9",
                "the time to release is over: let the lease expire",
                "aReleaseEndsWithItsTerm", (e, a) -> e.release().over());
        row(RELEASING, Event.STOP, to(RELEASING), "",
                "stop once the lease is released",
                "stopDuringAReleaseStopsAfterIt", (e, a) -> e.stopping = true);

        // LOST: gate shut, work may still run
        row(LOST, Event.NEWS, to(LOST), "I4",
                "learn, so that the wait for the next holder is counted",
                "learnsWhoLeadsWhileItsLostWorkEnds", (e, a) -> e.candidacy().news(a.lease()));
        row(LOST, Event.DELETED, to(LOST), "I4",
                "learn",
                "learnsOfADeletionWhileItsLostWorkEnds", (e, a) -> e.candidacy().deleted(((Input.Deleted) a.input()).version()));
        row(LOST, Event.OBITUARY, to(LOST), "I14",
                "remember",
                "anObituaryWhileLostIsRemembered", (e, a) -> e.candidacy().died(((Input.Obituary) a.input()).process()));
        row(LOST, Event.WORK_ENDED, to(STANDBY, STOPPED), "I11",
                "campaign again: a new term with a new token",
                "campaignsAgainOnlyWhenTheLostTermsWorkHasEnded", (e, a) -> e.tenure().lostWorkEnded());
        row(LOST, Event.DRAIN, to(LOST, STOPPED), "I11",
                "the work outlives its time: tell so, and stay out of the election",
                "workThatOutlivesALostTermKeepsTheProcessOut", (e, a) -> e.tenure().overdue());
        row(LOST, Event.STOP, to(LOST, STOPPED), "I11",
                "stop once the work has ended, or has had its time",
                "stopAfterALossAwaitsTheWork", (e, a) -> e.stopAfterWork());

        // The watch, the same in every state in which it is open
        for (State state : EnumSet.complementOf(EnumSet.of(STOPPED))) {
            row(state, Event.WATCH_LIVE, to(state), "I4",
                    "poll no longer",
                    "pollsOnlyWhileTheWatchIsDown", (e, a) -> e.watchIs(true));
            row(state, Event.WATCH_DOWN, state == STANDBY ? to(STANDBY, TAKING) : to(state), "I4",
                    "poll until the watch works again",
                    "pollsOnlyWhileTheWatchIsDown", (e, a) -> e.watchIs(false));
            row(state, Event.SILENCE, to(state), "I4",
                    "open the watch anew: it begins with the lease as it is",
                    "reopensASilentWatch", (e, a) -> e.watchIsSilent());
        }
    }
    // spotless:on

    private ElectionTable() {}

    /** What to do in this state on this event; {@code null} for nothing. */
    static @Nullable Row row(State state, Event event) {
        return TABLE.getOrDefault(state, Map.of()).get(event);
    }

    private static Set<State> to(State first, State... others) {
        return EnumSet.of(first, others);
    }

    private static void row(
            State state,
            Event event,
            Set<State> next,
            String invariants,
            String does,
            String test,
            BiConsumer<Elector, Arrival> action) {
        Row row = new Row(state, event, next, invariants, does, test, action);
        Row twin = TABLE.computeIfAbsent(state, s -> new EnumMap<>(Event.class)).put(event, row);
        if (twin != null) {
            throw new IllegalStateException("Two rows for " + state + " and " + event);
        }
        ROWS.add(row);
    }
}
