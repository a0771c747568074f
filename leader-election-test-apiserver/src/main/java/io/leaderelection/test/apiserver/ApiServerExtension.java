package io.leaderelection.test.apiserver;

import io.leaderelection.test.apiserver.RunningServers.Running;
import java.util.Objects;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Starts the API server before the first class that needs it; JUnit closes it with the store that holds it. */
final class ApiServerExtension implements BeforeAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(ApiServerExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        server(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ApiServer.class;
    }

    @Override
    public ApiServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return server(context);
    }

    private static ApiServer server(ExtensionContext context) {
        Object key = Objects.requireNonNull(RunningServers.keyOf(context.getRequiredTestClass()), "an annotated class");
        Store store = key instanceof Class<?> owner
                ? classContext(context, owner).getStore(NAMESPACE)
                : context.getRoot().getStore(NAMESPACE);
        return store.computeIfAbsent(key, ignored -> RunningServers.add(key, start()), Running.class)
                .server();
    }

    private static ExtensionContext classContext(ExtensionContext context, Class<?> owner) {
        ExtensionContext found = context;
        while (!(found.getElement().filter(owner::equals).isPresent())) {
            found = found.getParent().orElseThrow();
        }
        return found;
    }

    private static ApiServer start() {
        try {
            return ServerProviders.start();
        } catch (MissingPrerequisiteException failure) {
            throw new TestAbortedException(failure.getMessage(), failure);
        }
    }
}
