package io.leaderelection.spring.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleThreadsTests {

    @Test
    void whereNoThreadCanBeHadTheCallersDoesTheWork() {
        List<Thread> ran = new ArrayList<>();
        LifecycleThreads threads = new LifecycleThreads(task -> new Thread(task) {
            @Override
            public void start() {
                throw new OutOfMemoryError("unable to create native thread");
            }
        });

        threads.execute(() -> ran.add(Thread.currentThread()));

        assertThat(ran).containsExactly(Thread.currentThread());
    }
}
