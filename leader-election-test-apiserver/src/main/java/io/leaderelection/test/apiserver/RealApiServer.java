package io.leaderelection.test.apiserver;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a real API server: declare a parameter of type {@link ApiServer}.
 *
 * <p>Beside {@code @SpringBootTest} the application elects on this server, in a namespace of its own, by
 * {@link io.leaderelection.autoconfigure.KubernetesConnectionDetails}.
 *
 * <p>All classes of a JVM share one server, each test in namespaces of its own; a class that stops, restarts or pauses
 * the server asks for a dedicated one. Where no server can be had, the tests are skipped and the reason is printed.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(ApiServerExtension.class)
public @interface RealApiServer {

    /** Whether to start a server for this class alone. */
    boolean dedicated() default false;
}
