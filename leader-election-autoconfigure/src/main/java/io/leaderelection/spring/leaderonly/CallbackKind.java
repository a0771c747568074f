package io.leaderelection.spring.leaderonly;

import io.leaderelection.Otherwise;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Methods that a container or library calls, told by the interface that declares them or by an annotation. */
enum CallbackKind {
    BEAN(
            "org\\.springframework\\.(beans\\.factory\\.(InitializingBean|DisposableBean|(Smart)?FactoryBean)|.*(Aware|PostProcessor))",
            "jakarta\\.annotation\\.(PostConstruct|PreDestroy)",
            "is a callback of the container (%s), which calls it on every instance, past the proxy",
            "Remove @LeaderOnly, and on a type mark its other methods instead; to act when leadership begins or ends, listen to LeadershipGrantedEvent and LeadershipRevokedEvent."),
    START(
            "org\\.springframework\\.(beans\\.factory\\.SmartInitializingSingleton|boot\\.(ApplicationRunner|CommandLineRunner)|.*(Configurer|Customizer|Initializer|Registrar))",
            "",
            "is called (%s) while the application starts, before leadership can be granted: it would run nowhere",
            "Listen to LeadershipGrantedEvent instead, without @LeaderOnly."),
    LIFECYCLE(
            "org\\.springframework\\.context\\.((Smart)?Lifecycle|Phased)",
            "",
            "is a method of a Lifecycle (%s), which is called once, whoever leads then",
            "Put @LeaderOnly on the class: it is started when leadership is granted and stopped when it ends."),
    MESSAGE(
            "jakarta\\.jms\\.MessageListener|org\\.apache\\.pulsar\\..*Listener|org\\.springframework\\.((jms|amqp|kafka|pulsar)\\..*MessageListener|pulsar\\..*MessageHandler|data\\.redis\\.stream\\.StreamListener|messaging\\.(Reactive)?MessageHandler)",
            "org\\.springframework\\.((kafka|amqp\\.rabbit|jms|pulsar)\\.(.*\\.)?annotation\\..*(Listener|Handler|Reader)|integration\\.annotation\\.(ServiceActivator|Aggregator|Filter|Router|Splitter|Transformer)|messaging\\.handler\\.annotation\\.MessageMapping)|io\\.awspring\\..*\\.annotation\\.Sqs(Listener|Handler)",
            "is a message listener (%s): a message that comes while this instance does not lead would be acknowledged and lost, or be delivered until it is discarded",
            "Gate the listener's container instead, so that only the leader consumes: name it in a LeaderLifecycleRegistration."),
    WEB(
            "jakarta\\.servlet\\..*|org\\.springframework\\.((web|security\\.web|cloud\\.gateway|graphql\\.server|ws\\.server)\\.(?!client)(?!.*\\.client\\.).*(Filter|FilterFunction|Interceptor|Handler|EntryPoint|Controller|Resolver|Advice)|http\\.server\\..*Handler)",
            "",
            "handles every request (%s): on other instances requests would be answered without being served, most of them by an empty 200",
            "Mark the handlers of those requests that are the leader's: they answer 409 elsewhere.");

    private static final String MESSAGE_MAPPING = "org.springframework.messaging.handler.annotation.MessageMapping";

    /** Names of the interfaces. None of them has to be there. */
    private final Pattern interfaces;

    /** Names of the annotations. None of them has to be there. */
    private final Pattern annotations;

    /** Why such a method cannot be gated, with a place for the interface or annotation. */
    private final String reason;

    private final String action;

    CallbackKind(String interfaces, String annotations, String reason, String action) {
        this.interfaces = Pattern.compile(interfaces);
        this.annotations = Pattern.compile(annotations);
        this.reason = reason;
        this.action = action;
    }

    /** The violation by a method that others than the application call. */
    static Optional<Violation> violation(MarkedMethod method) {
        return method.annotations().stream()
                .flatMap(annotation -> violation(method, annotation).stream())
                .findFirst()
                .or(() -> declaring(method)
                        .flatMap(face -> of(face.getName()).stream()
                                .flatMap(kind -> kind.violation(method, ClassUtils.getShortName(face)).stream()))
                        .findFirst())
                .or(() -> template(method));
    }

    /** The kind of an interface, by its name; empty if nothing is wrong with it. */
    static Optional<CallbackKind> of(String face) {
        return Arrays.stream(values())
                .filter(kind -> kind.interfaces.matcher(face).matches())
                .findFirst();
    }

    /** The kind of an annotation, by its name; empty if nothing is wrong with it. */
    static Optional<CallbackKind> ofAnnotation(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.annotations.matcher(name).matches())
                .findFirst();
    }

    /** The violation by a method of this kind. */
    Optional<Violation> violation(MarkedMethod method, String caller) {
        return method.violation(reason.formatted(caller), action);
    }

    /** A request that is answered by an exception is not lost: a plain message mapping may be a request. */
    private static Optional<Violation> violation(MarkedMethod method, MergedAnnotation<Annotation> annotation) {
        String name = annotation.getType().getName();
        if (name.equals(MESSAGE_MAPPING)
                && annotation.getDistance() == 0
                && method.attribute().otherwise() == Otherwise.THROW) {
            return Optional.empty();
        }
        return ofAnnotation(name)
                .flatMap(kind -> kind.violation(
                        method,
                        "@" + ClassUtils.getShortName(annotation.getRoot().getType())));
    }

    /** The interfaces that declare the method, by name and number of parameters: generic ones have other types. */
    private static Stream<Class<?>> declaring(MarkedMethod method) {
        return ClassUtils.getAllInterfacesForClassAsSet(method.type()).stream()
                .flatMap(face -> Arrays.stream(face.getMethods()))
                .filter(declared -> declared.getName().equals(method.method().getName())
                        && declared.getParameterCount() == method.method().getParameterCount())
                .map(Method::getDeclaringClass);
    }

    /** What a superclass from elsewhere calls on itself. Where a type is marked, such methods are not for others to call. */
    private static Optional<Violation> template(MarkedMethod marked) {
        Method method = marked.method();
        Method overridden = Modifier.isProtected(method.getModifiers()) && LeaderOnlyAttribute.on(method) != null
                ? overridden(method, method.getDeclaringClass().getSuperclass())
                : null;
        return overridden == null
                        || overridden.getDeclaringClass().getPackage()
                                == marked.type().getPackage()
                ? Optional.empty()
                : marked.violation(
                        "overrides a protected method of %s, which calls it on itself, past the proxy: it would run on every instance"
                                .formatted(overridden.getDeclaringClass().getName()),
                        "Mark a public method that others call.");
    }

    private static @Nullable Method overridden(Method method, @Nullable Class<?> superclass) {
        return superclass == null
                ? null
                : ReflectionUtils.findMethod(superclass, method.getName(), method.getParameterTypes());
    }
}
