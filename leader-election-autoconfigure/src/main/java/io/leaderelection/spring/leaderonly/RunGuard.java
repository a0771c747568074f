package io.leaderelection.spring.leaderonly;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Lets one run of a method begin at a time, for each bean. Any thread. */
final class RunGuard {

    private final Set<Object> busy = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /** Begins a run, unless one of the same bean goes on. */
    boolean begin(Object bean) {
        return busy.add(bean);
    }

    void end(Object bean) {
        busy.remove(bean);
    }
}
