package io.leaderelection.spring.leaderonly;

import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.Lifecycle;

/**
 * Refuses to start an application with {@link io.leaderelection.LeaderOnly} whose gate is excluded: what is marked would run
 * on every instance.
 */
public final class ExcludedGateCheck implements SmartInitializingSingleton {

    private final LeaderOnlyAttributeSource attributes = new LeaderOnlyAttributeSource();
    private final ConfigurableListableBeanFactory beans;
    private final BooleanSupplier gatesMethods;
    private final BooleanSupplier guardsLifecycles;

    /**
     * @param beans the beans that are looked at
     * @param gatesMethods whether methods are gated
     * @param guardsLifecycles whether lifecycles are started with leadership only
     */
    public ExcludedGateCheck(
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
        InvalidLeaderOnlyException.throwIfAny(
                MarkedBeans.of(beans, attributes::isMarked).entrySet().stream()
                        .filter(bean -> !(Lifecycle.class.isAssignableFrom(bean.getValue()) ? lifecycles : methods))
                        .map(
                                bean -> Violation.of(
                                        bean.getValue(),
                                        bean.getValue(),
                                        bean.getKey(),
                                        "itself or by a method, would run on every instance: the auto-configuration that gates it is excluded",
                                        "Remove LeaderElectionAutoConfiguration, LeaderGateAutoConfiguration and LeaderLifecycleAutoConfiguration from what is excluded. To do without an election, set leader.election.enabled: false.")));
    }
}
