package io.leaderelection.elector.simulation;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.Standbys;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One process's view of the lease on the server. */
final class SimStore implements LeaseStore {

    private static final StoreFailure TIMEOUT = new StoreFailure(StoreFailure.Kind.TIMEOUT, "no answer in time");

    private final SimProcess process;
    private final boolean sendsUid;
    private final boolean announcesVersion;
    private boolean told;

    /**
     * @param sendsUid whether replacements name the object they expect, as they must (I1)
     * @param announcesVersion whether a standby that makes itself known names the version it expects, as it must
     */
    SimStore(SimProcess process, boolean sendsUid, boolean announcesVersion) {
        this.process = process;
        this.sendsUid = sendsUid;
        this.announcesVersion = announcesVersion;
    }

    @Override
    public Request read(Duration timeout, Consumer<Answer> answer) {
        return ask(Call.Verb.READ, null, null, timeout, answer);
    }

    @Override
    public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return ask(Call.Verb.CREATE, null, record, timeout, answer);
    }

    @Override
    public Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        told = false;
        return ask(Call.Verb.REPLACE, expected.version(), record, timeout, answer);
    }

    @Override
    public boolean canRehearse() {
        return !process.world().schedule().rehearsals().isZero();
    }

    @Override
    public Request rehearse(StoredLease lease, Duration timeout, Consumer<Answer> answer) {
        boolean tells = !told && Standbys.shouldTell(process.self(), lease);
        if (!tells) {
            return ask(Call.Verb.REHEARSE, lease.version(), lease.record(), timeout, answer);
        }
        Version expected = announcesVersion ? lease.version() : null;
        return ask(Call.Verb.ANNOUNCE, expected, lease.record(), timeout, outcome -> {
            told |= outcome instanceof Answer.Written;
            answer.accept(outcome);
        });
    }

    private Request ask(
            Call.Verb verb,
            @Nullable Version expected,
            @Nullable LeaseRecord record,
            Duration timeout,
            Consumer<Answer> receiver) {
        process.spend();
        Call call = new Call(process, verb, expected, record, sendsUid, receiver);
        process.world().oracles().sends(call);
        call.send();
        process.schedule(
                timeout.plusMillis(process.node().dice().below(20)), () -> call.give(TIMEOUT), call::isAwaited);
        return call;
    }

    @Override
    public Request watch(WatchListener news) {
        process.spend();
        SimWatch watch = new SimWatch(process, news);
        watch.open();
        return watch;
    }

    @Override
    public void letExpire() {
        process.world().oracles().givesUp(process, "lets the lease expire");
    }

    @Override
    public String describe() {
        return "the simulated lease";
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
