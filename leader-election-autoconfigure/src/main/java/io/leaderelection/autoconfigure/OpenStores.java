package io.leaderelection.autoconfigure;

import io.leaderelection.lock.LeaseStore;
import io.leaderelection.spi.LeaseStoreFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** The open stores of an application. No two elections or groups have one lease. */
final class OpenStores implements AutoCloseable {

    /** Where nothing is kept. */
    static final OpenStores NONE = new OpenStores(
            (lease, requests) -> {
                throw new IllegalStateException("No store is needed");
            },
            Runnable::run);

    private final LeaseStoreFactory factory;
    private final Executor requests;
    private final List<LeaseStore> opened = new ArrayList<>();

    /** Beginnings of the configuration keys by lease. */
    private final Map<String, String> keys = new HashMap<>();

    OpenStores(LeaseStoreFactory factory, Executor requests) {
        this.factory = factory;
        this.requests = requests;
    }

    /** The store of an election's own lease. */
    LeaseStore of(ResolvedElection election) {
        LeaseStore store = again(election);
        requireDistinct(store, election.key());
        return store;
    }

    GroupStores of(ResolvedGroup group) {
        List<ResolvedElection> seats = group.seats();
        return new GroupStores(
                seats.stream().map(this::of).toList(),
                seats.stream().map(this::again).toList(),
                of(group.assignment()));
    }

    private LeaseStore again(ResolvedElection lease) {
        LeaseStore store = factory.open(lease, requests);
        opened.add(store);
        return store;
    }

    /** Two elections on one lease would each take the other for a stranger, and one of them would never be led. */
    private void requireDistinct(LeaseStore store, String key) {
        String lease = store.describe();
        String twin = keys.putIfAbsent(lease, key);
        if (twin != null) {
            throw new InvalidElectionException(
                    "%s and %s have the same lease: %s".formatted(twin, key, lease),
                    "Give each a lease of its own: set %s.lease-name.".formatted(key));
        }
    }

    @Override
    public void close() {
        opened.forEach(LeaseStore::close);
    }
}
