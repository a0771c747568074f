package io.leaderelection.test;

import io.leaderelection.gate.TaskThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Threads for tasks, of which those can be awaited that one action has started. */
final class AwaitedTasks implements TaskThreads {

    private final TaskThreads threads;

    /** What the calling thread's action has started so far. */
    private final ThreadLocal<@Nullable List<CompletableFuture<Void>>> started = new ThreadLocal<>();

    AwaitedTasks(TaskThreads threads) {
        this.threads = threads;
    }

    @Override
    public StartedTask start(String name, Runnable task) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        List<CompletableFuture<Void>> ends = started.get();
        if (ends != null) {
            ends.add(end);
        }
        return threads.start(name, () -> {
            try {
                task.run();
            } finally {
                end.complete(null);
            }
        });
    }

    /** Completes when all tasks have ended that the action starts in the calling thread. */
    CompletableFuture<Void> startedBy(Runnable action) {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        started.set(ends);
        try {
            action.run();
        } finally {
            started.remove();
        }
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }
}
