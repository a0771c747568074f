package io.leaderelection.lock.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.LeaseStoreContract;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.Stranger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryLeaseStoreTests extends LeaseStoreContract {

    private final MemoryLeases leases = new MemoryLeases();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);

    @Override
    protected LeaseStore open() {
        return new MemoryLeaseStore(leases, "billing", executor);
    }

    @Override
    protected Stranger stranger() {
        return new Stranger() {
            @Override
            public boolean overwrite(LeaseRecord record) {
                leases.overwrite("billing", record);
                return true;
            }

            @Override
            public void delete() {
                leases.delete("billing");
            }

            @Override
            public boolean leaveNote(String text) {
                return false;
            }

            @Override
            public Optional<String> note() {
                return Optional.empty();
            }
        };
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void leasesOfOneSpaceShareNothingButTheCounter() {
        created(view(), held("a", 1));
        LeaseStore other = new MemoryLeaseStore(leases, "reports", executor);

        assertThat(read(other)).isEqualTo(new Answer.Missing());
        assertThat(created(other, held("b", 1)).version().revision()).isEqualTo("2");
        assertThat(other.describe()).contains("reports");
    }

    @Test
    void nothingIsDoneBeforeTheExecutorDoesIt() {
        List<Runnable> tasks = new ArrayList<>();
        LeaseStore slow = new MemoryLeaseStore(leases, "billing", tasks::add);
        var creation = ask(answer -> slow.create(held("a", 1), PATIENCE, answer));

        assertThat(read(view())).isEqualTo(new Answer.Missing());
        tasks.forEach(Runnable::run);
        assertThat(creation.await(PATIENCE)).isInstanceOf(Answer.Written.class);
    }

    @Test
    void aCancelledWriteIsNotStarted() {
        List<Runnable> tasks = new ArrayList<>();
        LeaseStore slow = new MemoryLeaseStore(leases, "billing", tasks::add);
        ask(answer -> slow.create(held("a", 1), PATIENCE, answer)).cancel();
        tasks.forEach(Runnable::run);

        assertThat(read(view())).isEqualTo(new Answer.Missing());
    }

    @Test
    void aClosedStoreWritesNothing() {
        LeaseStore store = view();
        store.close();

        assertThat(create(store, held("a", 1))).isInstanceOf(StoreFailure.class);
        assertThat(read(view())).isEqualTo(new Answer.Missing());
    }
}
