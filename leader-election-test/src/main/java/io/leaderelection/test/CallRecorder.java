package io.leaderelection.test;

import io.leaderelection.GatedCallListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps what became of the latest calls at the gates of an application. Any thread. */
final class CallRecorder implements GatedCallListener {

    /** Enough for any test; a busy scheduler between two tests must not fill the memory. */
    private static final int MOST = 10_000;

    private final Deque<RecordedCall> calls = new ArrayDeque<>();

    @Override
    public synchronized void call(String election, String call, Outcome outcome) {
        if (calls.size() == MOST) {
            calls.removeFirst();
        }
        calls.addLast(new RecordedCall(election, call, outcome));
    }

    /** The calls of one election, in their order. */
    synchronized List<RecordedCall> of(String election) {
        return calls.stream().filter(call -> call.election().equals(election)).toList();
    }

    synchronized void clear() {
        calls.clear();
    }
}
