package io.leaderelection.spring.lifecycle;

import io.leaderelection.LeaderOnly;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.Lifecycle;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/** Tells which lifecycles of a context are the leader's, and of which election. Used by one thread at a time. */
final class LifecycleMarks {

    private final ConfigurableListableBeanFactory beans;
    private final Supplier<List<LeaderLifecycleRegistration>> registrations;

    /** Election by lifecycle, as registered; {@code null} until it is first asked for. */
    private @Nullable Map<String, String> registered;

    LifecycleMarks(ConfigurableListableBeanFactory beans, Supplier<List<LeaderLifecycleRegistration>> registrations) {
        this.beans = beans;
        this.registrations = registrations;
    }

    /** Election of a lifecycle as it is written where it is marked; {@code null} if it is not the leader's. */
    @Nullable
    String electionOf(String name, Lifecycle lifecycle) {
        String registration = registered().get(name);
        return registration != null ? registration : electionOn(AopUtils.getTargetClass(lifecycle));
    }

    /** The leader's lifecycles that a context does not find: lazy beans that are not smart, and what is no bean. */
    Map<String, Lifecycle> missedBy(Set<String> found) {
        Map<String, Lifecycle> missed = new LinkedHashMap<>();
        for (LeaderLifecycleRegistration registration : registrations.get()) {
            registration.beans().stream()
                    .filter(name -> !found.contains(name))
                    .forEach(name -> missed.put(name, bean(name)));
            registration.lifecycles().forEach((name, lifecycle) -> {
                if (!found.contains(name)) {
                    missed.put(name, required(name, lifecycle));
                }
            });
        }
        for (String name : beans.getBeanNamesForType(Lifecycle.class, false, false)) {
            Class<?> type = beans.getType(name, false);
            if (!found.contains(name) && type != null && electionOn(type) != null) {
                missed.put(name, bean(name));
            }
        }
        return missed;
    }

    private Map<String, String> registered() {
        Map<String, String> known = registered;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (LeaderLifecycleRegistration registration : registrations.get()) {
                for (String name : registration.beans()) {
                    known.put(name, registration.election());
                }
                for (String name : registration.lifecycles().keySet()) {
                    known.put(name, registration.election());
                }
            }
            registered = known;
        }
        return known;
    }

    private static @Nullable String electionOn(Class<?> type) {
        MergedAnnotation<LeaderOnly> mark = MergedAnnotations.from(
                        ClassUtils.getUserClass(type), SearchStrategy.TYPE_HIERARCHY)
                .get(LeaderOnly.class);
        return mark.isPresent() ? mark.getString("election") : null;
    }

    private Lifecycle bean(String name) {
        if (!beans.containsBean(name)) {
            throw new InvalidLifecycleException(
                    "A LeaderLifecycleRegistration names the bean '%s', which does not exist.".formatted(name),
                    "Correct the name; a container that is not a bean is registered by lifecycle(name, supplier).");
        }
        Object bean = beans.getBean(name);
        if (bean instanceof Lifecycle lifecycle) {
            return lifecycle;
        }
        throw new InvalidLifecycleException(
                "A LeaderLifecycleRegistration names the bean '%s' of type %s, which is no Lifecycle: there is nothing to start and to stop."
                        .formatted(name, AopUtils.getTargetClass(bean).getName()),
                "Name the bean that is started and stopped, such as the container or registry of the listeners.");
    }

    private static Lifecycle required(String name, Supplier<? extends @Nullable Lifecycle> supplier) {
        Lifecycle lifecycle = supplier.get();
        if (lifecycle == null) {
            throw new InvalidLifecycleException(
                    "The supplier that is registered as leader's lifecycle '%s' has none.".formatted(name),
                    "Let it return the lifecycle once all beans have been made; is the id of the container right?");
        }
        return lifecycle;
    }
}
