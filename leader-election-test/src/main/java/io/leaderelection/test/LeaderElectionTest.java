package io.leaderelection.test;

import io.leaderelection.Leadership.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Puts every election of the tested application into the hands of a {@link LeadershipSwitch}. The configured store is not
 * opened: each election has a lease in memory, which the switch gives and takes. Stands beside {@code @SpringBootTest} or
 * an annotation for a slice, such as {@code @WebMvcTest}; the test takes the switch as a parameter or as an
 * {@code @Autowired} field.
 *
 * <p>Each test begins in the position of {@link #startAs} and without recorded calls. Test classes that have the same
 * application context share its switch; those with another position have another context.
 *
 * <p>Where JUnit runs tests concurrently, classes with this annotation run one after the other, and so do their methods,
 * since a switch is shared by all tests of its context. Beside classes without the annotation they run freely.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(LeadershipParameterResolver.class)
@ResourceLock("io.leaderelection.test.LeadershipSwitch")
@ImportAutoConfiguration
public @interface LeaderElectionTest {

    /**
     * What the application is in every election when a test begins: the leader, a follower, or {@code INACTIVE}, which
     * is an application that has not begun to take part.
     */
    Role startAs() default Role.LEADER;

    /** How long the switch waits for listeners, lifecycles and running calls before it fails, such as {@code 500ms}. */
    String timeout() default "10s";
}
