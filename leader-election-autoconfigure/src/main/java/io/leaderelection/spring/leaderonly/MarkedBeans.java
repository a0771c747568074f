package io.leaderelection.spring.leaderonly;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/** The beans of a context whose classes are marked, as far as the classes are known. None is made to find out. */
final class MarkedBeans {

    private final ConfigurableListableBeanFactory beans;
    private final Predicate<Class<?>> marked;

    private MarkedBeans(ConfigurableListableBeanFactory beans, Predicate<Class<?>> marked) {
        this.beans = beans;
        this.marked = marked;
    }

    /** Name and class of each. */
    static Map<String, Class<?>> of(ConfigurableListableBeanFactory beans, Predicate<Class<?>> marked) {
        MarkedBeans search = new MarkedBeans(beans, marked);
        Map<String, Class<?>> found = new LinkedHashMap<>();
        beans.getBeanNamesIterator().forEachRemaining(name -> {
            Class<?> type = search.type(name);
            if (type != null && marked.test(type)) {
                found.put(name, type);
            }
        });
        return found;
    }

    /** The class behind the proxies of a bean, or the class it was to have if somebody else's proxy hides it. */
    private @Nullable Class<?> type(String name) {
        Object made = beans.getSingleton(name);
        if (made == null || made instanceof FactoryBean<?>) {
            return expected(name);
        }
        Class<?> seen = AopProxyUtils.ultimateTargetClass(made);
        return !marked.test(seen)
                        && beans.containsBeanDefinition(name)
                        && beans.getMergedBeanDefinition(name) instanceof RootBeanDefinition known
                ? known.getTargetType()
                : seen;
    }

    /** None of a bean that cannot be made: whoever asks for it is told why. */
    private @Nullable Class<?> expected(String name) {
        try {
            return beans.getType(name, false);
        } catch (BeansException | LinkageError unknown) {
            return null;
        }
    }
}
