package io.leaderelection.spring.leaderonly;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.ShardGroup;
import io.leaderelection.ShardGroups;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyConfig;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Refuses to start an application in which something marked as {@link io.leaderelection.LeaderOnly} would run on every
 * instance, or on none. It checks
 *
 * <ul>
 *   <li>each bean before it is made: Spring would report a failing proxy or schedule without the reason,
 *   <li>what factories and registration beans hand on,
 *   <li>all beans once the singletons are made: also those that were made too early, and those that are made later.
 * </ul>
 *
 * <p>It comes after other post-processors, and so also puts the gate of each proxy in its place.
 */
public final class LeaderOnlyValidator implements MergedBeanDefinitionPostProcessor, SmartInitializingSingleton {

    /** Where Spring's test support keeps account of the beans, mocks among them, that replace those of the application. */
    private static final String TEST_OVERRIDES =
            "org.springframework.test.context.bean.override.internalBeanOverrideRegistry";

    private final LeaderOnlyAttributeSource attributes;
    private final ProxyCheck proxies;
    private final ConfigurableListableBeanFactory beans;

    /**
     * @param attributes says what is gated
     * @param beans the beans that are looked at, and the elections
     */
    public LeaderOnlyValidator(LeaderOnlyAttributeSource attributes, ConfigurableListableBeanFactory beans) {
        this.attributes = attributes;
        this.proxies = new ProxyCheck(attributes);
        this.beans = beans;
    }

    /**
     * Looks at the class of a bean.
     *
     * @throws InvalidLeaderOnlyException if there are violations
     */
    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {
        InvalidLeaderOnlyException.throwIfAny(ofClass(name, type, definition));
    }

    /**
     * Looks at the object that a bean hands on to its callers, before the bean can do so.
     *
     * @throws InvalidLeaderOnlyException if it is not gated where it should be
     */
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        Object held = HeldObjects.in(bean);
        if (held != null) {
            InvalidLeaderOnlyException.throwIfAny(proxies.violations(name, held.getClass(), held));
        }
        return bean;
    }

    /**
     * Looks at the product of a factory as others will get it.
     *
     * @throws InvalidLeaderOnlyException if it is not gated where it should be
     */
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        GateOrder.restore(bean);
        if (!(bean instanceof FactoryBean<?>) && beans.containsBean(name) && beans.isFactoryBean(name)) {
            InvalidLeaderOnlyException.throwIfAny(proxies.violations(name, bean.getClass(), bean));
        }
        return bean;
    }

    /**
     * Looks at all beans.
     *
     * @throws InvalidLeaderOnlyException if there are violations
     */
    @Override
    public void afterSingletonsInstantiated() {
        Map<String, Class<?>> marked = MarkedBeans.of(beans, attributes::isMarked);
        InvalidLeaderOnlyException.throwIfAny(marked.entrySet().stream()
                .flatMap(bean -> Stream.of(
                                ofClass(bean.getKey(), bean.getValue()),
                                ofElections(bean.getKey(), bean.getValue()),
                                ofProxy(bean.getKey(), bean.getValue()))
                        .flatMap(violations -> violations)));
    }

    private Stream<Violation> ofClass(String name, Class<?> type) {
        boolean defined = beans.containsBeanDefinition(name) && !beans.isFactoryBean(name);
        return ofClass(name, type, defined ? beans.getMergedBeanDefinition(name) : null);
    }

    private Stream<Violation> ofClass(String name, Class<?> type, @Nullable BeanDefinition definition) {
        return attributes.isMarked(type)
                ? new BeanCheck(
                                attributes,
                                name,
                                type,
                                proxiesClass(name, type),
                                definition,
                                new EmbeddedValueResolver(beans))
                        .violations()
                : Stream.empty();
    }

    /** Whether the proxy of a bean extends its class. */
    private boolean proxiesClass(String name, Class<?> type) {
        ProxyConfig creator = beans.getBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME, ProxyConfig.class);
        return creator.isProxyTargetClass()
                || ClassUtils.getAllInterfacesForClass(type).length == 0
                || (beans.containsBeanDefinition(name) && AutoProxyUtils.shouldProxyTargetClass(beans, name));
    }

    private Stream<Violation> ofProxy(String name, Class<?> type) {
        Object made = beans.getSingleton(name);
        if (made == null || (!(made instanceof Advised) && isReplacedByTest(name))) {
            return Stream.empty();
        }
        return proxies.violations(name, type, made instanceof FactoryBean<?> ? beans.getBean(name) : made);
    }

    private boolean isReplacedByTest(String name) {
        return beans.containsBean(TEST_OVERRIDES)
                && new DirectFieldAccessor(beans.getBean(TEST_OVERRIDES)).getPropertyValue("handlerToBeanNameMap")
                        instanceof Map<?, ?> overrides
                && overrides.containsValue(name);
    }

    private Stream<Violation> ofElections(String name, Class<?> type) {
        return Stream.concat(Stream.of(type), BeanMethods.of(type).stream())
                .flatMap(element -> ofElection(element, type, name));
    }

    private Stream<Violation> ofElection(AnnotatedElement element, Class<?> type, String bean) {
        LeaderOnlyAttribute attribute = LeaderOnlyAttribute.on(element);
        if (attribute == null) {
            return Stream.empty();
        }
        Named named = attribute.isOfGroup()
                ? new Named("group", attribute.group(), groupNames(), "leader.election.groups.%s.shards")
                : new Named("election", attribute.election(), electionNames(), "leader.election.elections.%s");
        String name = resolved(named.written);
        if (name == null) {
            return Stream.of(Violation.of(
                    element,
                    type,
                    bean,
                    "names the %s '%s', which has a placeholder that cannot be resolved"
                            .formatted(named.noun, named.written),
                    "Define the property that it names, or give it a default, such as ${key:reports}."));
        }
        return name.isEmpty() && !attribute.isOfGroup() || named.names.contains(name)
                ? Stream.empty()
                : Stream.of(Violation.of(
                        element,
                        type,
                        bean,
                        "names the %s '%s', which does not exist; there are %s"
                                .formatted(named.noun, name, named.names),
                        "Use one of these names, or define %s.".formatted(named.key.formatted(name))));
    }

    /**
     * What an annotation names.
     *
     * @param noun what it is
     * @param written its name, which may hold placeholders
     * @param names the names that there are
     * @param key the key that would define it
     */
    private record Named(String noun, String written, List<String> names, String key) {}

    private List<String> groupNames() {
        return beans.getBeanProvider(ShardGroups.class).stream()
                .flatMap(groups -> groups.all().stream())
                .map(ShardGroup::name)
                .toList();
    }

    private List<String> electionNames() {
        return beans.getBean(LeaderElections.class).all().stream()
                .map(LeaderElection::name)
                .toList();
    }

    /** Whether placeholders are left as they are, or refused, is the application's choice. */
    private @Nullable String resolved(String election) {
        try {
            String resolved = beans.resolveEmbeddedValue(election);
            return resolved == null || resolved.contains("${") ? null : resolved;
        } catch (IllegalArgumentException unresolved) {
            return null;
        }
    }
}
