package io.leaderelection.spring.leaderonly;

import io.leaderelection.Otherwise;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** Tells which methods answer requests: one that is not run must not answer as if it had been. */
final class RequestHandlers {

    /** What marks them in a controller. Elsewhere it may mark clients. */
    private static final List<String> IN_CONTROLLERS = List.of(
            "org.springframework.web.bind.annotation.RequestMapping",
            "org.springframework.web.bind.annotation.ModelAttribute",
            "org.springframework.web.bind.annotation.InitBinder",
            "org.springframework.web.bind.annotation.ExceptionHandler",
            "org.springframework.web.service.annotation.HttpExchange",
            "org.springframework.graphql.data.method.annotation.SchemaMapping",
            "org.springframework.graphql.data.method.annotation.BatchMapping");

    /** What makes a class a controller, or a part of all. */
    private static final List<String> CONTROLLERS = List.of(
            "org.springframework.stereotype.Controller", "org.springframework.web.bind.annotation.ControllerAdvice");

    /** What marks them anywhere: operations of Actuator and JMX, resources of JAX-RS, SOAP, tools of a language model. */
    private static final List<String> ANYWHERE = List.of(
            "org.springframework.boot.actuate.endpoint.annotation.ReadOperation",
            "org.springframework.boot.actuate.endpoint.annotation.WriteOperation",
            "org.springframework.boot.actuate.endpoint.annotation.DeleteOperation",
            "org.springframework.jmx.export.annotation.ManagedOperation",
            "org.springframework.ws.server.endpoint.annotation.PayloadRoot",
            "org.springframework.ws.soap.server.endpoint.annotation.SoapAction",
            "org.springframework.ai.tool.annotation.Tool",
            "jakarta.ws.rs.HttpMethod");

    /** What functions take that routes lead to, and services of gRPC. */
    private static final Set<String> REQUESTS = Set.of(
            "org.springframework.web.servlet.function.ServerRequest",
            "org.springframework.web.reactive.function.server.ServerRequest",
            "io.grpc.stub.StreamObserver");

    private RequestHandlers() {}

    /**
     * Whether a method answers requests. In a class that is no controller an inherited mapping is that of a client; its own
     * mapping may have been registered by hand.
     *
     * @param userClass the class of the bean
     */
    static boolean include(Method method, Class<?> userClass) {
        if (userClass.isInterface() || Proxy.isProxyClass(userClass)) {
            return false;
        }
        MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
        return ANYWHERE.stream().anyMatch(annotations::isPresent)
                || Arrays.stream(method.getParameterTypes()).anyMatch(type -> REQUESTS.contains(type.getName()))
                || IN_CONTROLLERS.stream()
                        .anyMatch(MergedAnnotations.from(method, SearchStrategy.SUPERCLASS)::isPresent)
                || (IN_CONTROLLERS.stream().anyMatch(annotations::isPresent)
                        && CONTROLLERS.stream()
                                .anyMatch(MergedAnnotations.from(userClass, SearchStrategy.TYPE_HIERARCHY)::isPresent));
    }

    /** The violation by a method that answers requests as if it had been run. */
    static Optional<Violation> violation(MarkedMethod method) {
        Otherwise otherwise = method.attribute().otherwise();
        return (otherwise == Otherwise.SKIP || otherwise == Otherwise.EMPTY) && include(method.method(), method.type())
                ? method.violation(
                        "answers requests, and with Otherwise.%s as if their work had been done where it has not"
                                .formatted(otherwise),
                        "Leave 'otherwise' out, or use Otherwise.THROW: other instances answer 409 then.")
                : Optional.empty();
    }
}
