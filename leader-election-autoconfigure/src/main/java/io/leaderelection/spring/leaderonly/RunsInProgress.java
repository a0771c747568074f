package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/** The runs in progress of scheduled methods that also run on a grant: one at a time of each method and bean. Any thread. */
public final class RunsInProgress {

    private final Map<Work, Set<Object>> busy = new ConcurrentHashMap<>();

    /** Begins a run, unless one of the same method and bean is in progress. */
    boolean begin(Work work, Object bean) {
        return busyWith(work).add(bean);
    }

    void end(Work work, Object bean) {
        busyWith(work).remove(bean);
    }

    /**
     * Whether a run would surely be left out now, whichever bean it is for: who asks cannot always tell.
     *
     * @param beans those that may be meant
     */
    boolean isEachBusyWith(Work work, Collection<?> beans) {
        Set<Object> running = busy.getOrDefault(work, Set.of());
        return !running.isEmpty() && running.containsAll(beans);
    }

    private Set<Object> busyWith(Work work) {
        return busy.computeIfAbsent(
                work, none -> Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>())));
    }

    /**
     * A method of the beans of a class.
     *
     * @param type the class as its author wrote it
     * @param method the method as that class has it
     */
    record Work(Class<?> type, Method method) {

        /** Whichever way the method was found, and whatever Spring made of the class. */
        static Work of(Method method, Class<?> type) {
            Class<?> userClass = ClassUtils.getUserClass(type);
            return new Work(userClass, AopUtils.getMostSpecificMethod(method, userClass));
        }
    }
}
