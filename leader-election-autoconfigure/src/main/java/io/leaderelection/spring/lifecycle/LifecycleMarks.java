package io.leaderelection.spring.lifecycle;

import io.leaderelection.spring.leaderonly.LeaderOnlyAttributeSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.Lifecycle;

/** Tells which lifecycles of a context are the leader's, and of which election. Used by one thread at a time. */
final class LifecycleMarks {

    private final ConfigurableListableBeanFactory beans;
    private final Supplier<List<LeaderLifecycleRegistration>> registrations;

    /** By the names of lifecycles; {@code null} until it is first asked for. */
    private @Nullable Map<String, LeaderLifecycleRegistration> registered;

    LifecycleMarks(ConfigurableListableBeanFactory beans, Supplier<List<LeaderLifecycleRegistration>> registrations) {
        this.beans = beans;
        this.registrations = registrations;
    }

    /** Election of a lifecycle as it is written where it is marked; {@code null} if it is not the leader's. */
    @Nullable
    String electionOf(String name, Lifecycle lifecycle) {
        LeaderLifecycleRegistration registration = registered().get(name);
        return registration != null
                ? registration.election()
                : LeaderOnlyAttributeSource.electionOn(AopUtils.getTargetClass(lifecycle));
    }

    /** The leader's lifecycles that a context does not find: lazy beans that are not smart, and what is no bean. */
    Map<String, Lifecycle> missedBy(Set<String> found) {
        Map<String, Lifecycle> missed = new LinkedHashMap<>();
        registered().forEach((name, registration) -> {
            if (!found.contains(name)) {
                Supplier<? extends @Nullable Lifecycle> supplier =
                        registration.lifecycles().get(name);
                missed.put(name, supplier == null ? bean(name) : required(name, supplier));
            }
        });
        for (String name : beans.getBeanNamesForType(Lifecycle.class, false, false)) {
            Class<?> type = beans.getType(name, false);
            if (!found.contains(name) && type != null && LeaderOnlyAttributeSource.electionOn(type) != null) {
                missed.put(name, bean(name));
            }
        }
        return missed;
    }

    private Map<String, LeaderLifecycleRegistration> registered() {
        Map<String, LeaderLifecycleRegistration> known = registered;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (LeaderLifecycleRegistration registration : registrations.get()) {
                for (String name : registration.names()) {
                    known.put(name, registration);
                }
            }
            registered = known;
        }
        return known;
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
