package io.leaderelection.spring.leaderonly;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Refuses to start an application with {@link io.leaderelection.LeaderOnly} whose gate has been excluded: what is so marked
 * would run on every instance.
 */
public final class MissingGuards implements SmartInitializingSingleton {

    private final GateRules rules = new GateRules();
    private final ConfigurableListableBeanFactory beans;
    private final BooleanSupplier gatesMethods;
    private final BooleanSupplier guardsLifecycles;

    /**
     * @param beans the beans that are looked at
     * @param gatesMethods whether methods are gated
     * @param guardsLifecycles whether lifecycles are started with leadership only
     */
    public MissingGuards(
            ConfigurableListableBeanFactory beans, BooleanSupplier gatesMethods, BooleanSupplier guardsLifecycles) {
        this.beans = beans;
        this.gatesMethods = gatesMethods;
        this.guardsLifecycles = guardsLifecycles;
    }

    /**
     * Looks at all beans where something is missing.
     *
     * @throws InvalidLeaderOnlyException if any of them is marked
     */
    @Override
    public void afterSingletonsInstantiated() {
        boolean methods = gatesMethods.getAsBoolean();
        boolean lifecycles = guardsLifecycles.getAsBoolean();
        if (methods && lifecycles) {
            return;
        }
        List<Refusal> refusals = new ArrayList<>();
        for (Iterator<String> names = beans.getBeanNamesIterator(); names.hasNext(); ) {
            String name = names.next();
            Class<?> type = BeanTypes.of(beans, name);
            if (type != null
                    && rules.anywhereIn(type)
                    && !(GateKind.of(type) == GateKind.LIFECYCLE ? lifecycles : methods)) {
                refusals.add(
                        new Refusal(
                                BeanInspection.the(type, name)
                                        + " or in a method, would run on every instance: the auto-configuration that gates it is excluded.",
                                "Remove LeaderElectionAutoConfiguration, LeaderGateAutoConfiguration and LeaderLifecycleAutoConfiguration from what is excluded. To do without an election, set leader.election.enabled: false."));
            }
        }
        if (!refusals.isEmpty()) {
            throw new InvalidLeaderOnlyException(refusals);
        }
    }
}
