package io.leaderelection.test;

import java.lang.reflect.Constructor;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.test.context.support.TestConstructorUtils;

/** Gives a test the switch of its context as a parameter, where Spring itself would not. */
final class LeadershipParameterResolver implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LeadershipSwitch.class
                && !parameter.isAnnotated(Autowired.class)
                && !isAutowired(parameter, context);
    }

    @Override
    public LeadershipSwitch resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SpringExtension.getApplicationContext(context).getBean(LeadershipSwitch.class);
    }

    private static boolean isAutowired(ParameterContext parameter, ExtensionContext context) {
        return parameter.getDeclaringExecutable() instanceof Constructor<?> constructor
                && TestConstructorUtils.isAutowirableConstructor(
                        constructor,
                        context.getRequiredTestClass(),
                        name -> context.getConfigurationParameter(name).orElse(null));
    }
}
