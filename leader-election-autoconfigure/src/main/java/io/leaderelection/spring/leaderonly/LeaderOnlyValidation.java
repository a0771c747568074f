package io.leaderelection.spring.leaderonly;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Refuses to start an application of which something marked as {@link io.leaderelection.LeaderOnly} would run
 * everywhere, or nowhere: looks at every bean once those there are have been made, also at those that were made too early
 * to be seen by the {@link LeaderOnlyInspector}, and those that will be made later.
 */
public final class LeaderOnlyValidation implements SmartInitializingSingleton {

    /** Where Spring's test support keeps account of the beans, mocks among them, that replace those of the application. */
    private static final String TEST_OVERRIDES =
            "org.springframework.test.context.bean.override.internalBeanOverrideRegistry";

    private final GateRules rules;
    private final ProxyCheck proxies;
    private final LeaderOnlyInspector inspector;
    private final ConfigurableListableBeanFactory beans;

    /**
     * @param rules says what is gated
     * @param inspector looks at the classes
     * @param beans the beans that are looked at, and the elections
     */
    public LeaderOnlyValidation(GateRules rules, LeaderOnlyInspector inspector, ConfigurableListableBeanFactory beans) {
        this.rules = rules;
        this.proxies = new ProxyCheck(rules);
        this.inspector = inspector;
        this.beans = beans;
    }

    /**
     * Looks at all beans.
     *
     * @throws InvalidLeaderOnlyException if something is wrong with any of them
     */
    @Override
    public void afterSingletonsInstantiated() {
        List<Refusal> refusals = new ArrayList<>();
        for (Iterator<String> names = beans.getBeanNamesIterator(); names.hasNext(); ) {
            String name = names.next();
            Object made = beans.getSingleton(name);
            Class<?> type = type(name, made);
            if (type != null && rules.anywhereIn(type)) {
                refusals.addAll(inspector.inspect(name, type));
                refusals.addAll(unknownElections(name, type));
                proxied(name, made)
                        .ifPresent(object -> refusals.addAll(
                                proxies.refusals(name, type, object).toList()));
            }
        }
        if (!refusals.isEmpty()) {
            throw new InvalidLeaderOnlyException(refusals);
        }
    }

    private @Nullable Class<?> type(String name, @Nullable Object made) {
        Class<?> seen = BeanTypes.of(beans, name);
        return seen == null || made == null || made instanceof FactoryBean<?> || rules.anywhereIn(seen)
                ? seen
                : defined(name, seen);
    }

    /** The class that a bean was to have, if that is marked: a proxy of somebody else's hides it. */
    private Class<?> defined(String name, Class<?> seen) {
        Class<?> defined = beans.containsBeanDefinition(name)
                        && beans.getMergedBeanDefinition(name) instanceof RootBeanDefinition known
                ? known.getTargetType()
                : null;
        return defined != null && rules.anywhereIn(defined) ? defined : seen;
    }

    /** What others get of a bean that has been made; of a factory, its product. None where a test has put its own. */
    private Optional<Object> proxied(String name, @Nullable Object made) {
        if (made == null || (!(made instanceof Advised) && beans.containsBean(TEST_OVERRIDES))) {
            return Optional.empty();
        }
        return Optional.of(made instanceof FactoryBean<?> ? beans.getBean(name) : made);
    }

    private List<Refusal> unknownElections(String name, Class<?> type) {
        List<String> known = beans.getBean(LeaderElections.class).all().stream()
                .map(LeaderElection::name)
                .toList();
        return Stream.concat(
                        Stream.ofNullable(GateRules.onType(type))
                                .flatMap(rule -> unknown(BeanInspection.the(type, name), rule, known)),
                        BeanMethods.of(type).stream()
                                .flatMap(method -> Stream.ofNullable(GateRules.own(method))
                                        .flatMap(rule -> unknown(BeanInspection.the(method, type, name), rule, known))))
                .toList();
    }

    private Stream<Refusal> unknown(String where, GateRule rule, List<String> known) {
        String resolved = resolved(rule);
        if (resolved == null) {
            return Stream.of(new Refusal(
                    "%s names the election '%s', which has a placeholder that cannot be resolved."
                            .formatted(where, rule.election()),
                    "Define the property that it names, or give it a default, such as ${key:reports}."));
        }
        return Stream.of(resolved)
                .filter(election -> !election.isEmpty() && !known.contains(election))
                .map(election -> new Refusal(
                        "%s names the election '%s', which there is not; there are %s."
                                .formatted(where, election, known),
                        "Use one of these names, or define leader.election.elections.%s.".formatted(election)));
    }

    /** Whether placeholders are left as they are, or refused, is the application's choice. */
    private @Nullable String resolved(GateRule rule) {
        try {
            String election = beans.resolveEmbeddedValue(rule.election());
            return election == null || election.contains("${") ? null : election;
        } catch (IllegalArgumentException unresolved) {
            return null;
        }
    }
}
