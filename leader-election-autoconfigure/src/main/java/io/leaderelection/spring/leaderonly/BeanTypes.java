package io.leaderelection.spring.leaderonly;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** The classes of beans, as far as they are known without making any. */
final class BeanTypes {

    private BeanTypes() {}

    /** The class of a bean behind its proxies; of a bean that cannot be made none: whoever asks for it will hear why. */
    static @Nullable Class<?> of(ConfigurableListableBeanFactory beans, String name) {
        Object made = beans.getSingleton(name);
        if (made != null && !(made instanceof FactoryBean<?>)) {
            return AopProxyUtils.ultimateTargetClass(made);
        }
        try {
            return beans.getType(name, false);
        } catch (BeansException | LinkageError unknown) {
            return null;
        }
    }
}
