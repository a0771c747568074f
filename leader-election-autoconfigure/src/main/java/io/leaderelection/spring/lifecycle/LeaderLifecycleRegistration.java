package io.leaderelection.spring.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.Lifecycle;

/**
 * Names lifecycles that run only where this instance leads, as {@link io.leaderelection.LeaderOnly} on their type
 * would: for those whose type is somebody else's, such as containers of message listeners. To be declared as a bean.
 *
 * <pre>{@code
 * @Bean
 * LeaderLifecycleRegistration leaderLifecycles() {
 *     return new LeaderLifecycleRegistration().beans("ordersContainer");
 * }
 * }</pre>
 */
public final class LeaderLifecycleRegistration {

    private final String election;
    private final List<String> beans = new ArrayList<>();
    private final Map<String, Supplier<? extends @Nullable Lifecycle>> lifecycles = new LinkedHashMap<>();

    /** For lifecycles of the default election. */
    public LeaderLifecycleRegistration() {
        this("");
    }

    /**
     * For lifecycles of one of several elections.
     *
     * @param election name of the election; may hold placeholders
     */
    public LeaderLifecycleRegistration(String election) {
        this.election = election;
    }

    /**
     * Beans of the same context.
     *
     * @param names names of beans that are lifecycles
     */
    public LeaderLifecycleRegistration beans(String... names) {
        beans.addAll(List.of(names));
        return this;
    }

    /**
     * A lifecycle that is no bean, such as one container of a registry. Switch off whatever else would start it.
     *
     * @param name name of the lifecycle, for logs
     * @param lifecycle asked once, when all beans have been made and the context starts
     */
    public LeaderLifecycleRegistration lifecycle(String name, Supplier<? extends @Nullable Lifecycle> lifecycle) {
        lifecycles.put(name, lifecycle);
        return this;
    }

    String election() {
        return election;
    }

    /** The names of all lifecycles, beans first. */
    List<String> names() {
        return Stream.concat(beans.stream(), lifecycles.keySet().stream()).toList();
    }

    /** Those that are no beans, by name. */
    Map<String, Supplier<? extends @Nullable Lifecycle>> lifecycles() {
        return lifecycles;
    }
}
