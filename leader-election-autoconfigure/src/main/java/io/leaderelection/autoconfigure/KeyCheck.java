package io.leaderelection.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.ConfigurableEnvironment;

/** Refuses keys that have no effect, before any bean is made. Keeps variables from binding to what nobody named. */
final class KeyCheck implements BeanFactoryPostProcessor, ConfigurationPropertiesBindHandlerAdvisor {

    private static final ConfigurationPropertyName ELECTIONS = ConfiguredKey.PREFIX.append("elections");
    private static final ConfigurationPropertyName GROUPS = ConfiguredKey.PREFIX.append("groups");

    private final ConfigurableEnvironment environment;

    KeyCheck(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        keys();
    }

    @Override
    public BindHandler apply(BindHandler next) {
        return new AbstractBindHandler(next) {
            @Override
            public <T> @Nullable Bindable<T> onStart(
                    ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
                return isPhantom(name) ? null : super.onStart(name, target, context);
            }
        };
    }

    private boolean isPhantom(ConfigurationPropertyName name) {
        return ELECTIONS.isParentOf(name) && keys().isPhantomElection(name.getLastElement(Form.ORIGINAL))
                || GROUPS.isParentOf(name) && keys().isPhantomGroup(name.getLastElement(Form.ORIGINAL));
    }

    private ConfiguredKeys keys() {
        return ConfiguredKeys.in(environment);
    }
}
