package io.leaderelection.it.node;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a Kubernetes node on which pods run: declare a parameter of type {@link Node}.
 *
 * <p>All classes of a JVM share one node. Where none can be had, for want of a right or of a program, the tests are
 * skipped and the reason is printed. They run under {@code mvn verify -Pnode} only.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("node")
@ExtendWith(NodeExtension.class)
public @interface RealNode {}
