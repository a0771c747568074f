package io.leaderelection.test.apiserver;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
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
        Class<?> owner = owner(context);
        boolean dedicated = AnnotationSupport.findAnnotation(owner, RealApiServer.class)
                .map(RealApiServer::dedicated)
                .orElse(false);
        Object key = dedicated ? owner : ApiServer.class;
        Store store = dedicated
                ? classContext(context, owner).getStore(NAMESPACE)
                : context.getRoot().getStore(NAMESPACE);
        return store.computeIfAbsent(key, ignored -> start(), ApiServer.class);
    }

    // A nested class shares the server of the class around it, which carries the annotation.
    private static Class<?> owner(ExtensionContext context) {
        Class<?> type = context.getRequiredTestClass();
        while (!type.isAnnotationPresent(RealApiServer.class) && type.getEnclosingClass() != null) {
            type = type.getEnclosingClass();
        }
        return type;
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
        } catch (MissingPrerequisiteException e) {
            throw new TestAbortedException(e.getMessage(), e);
        }
    }
}
