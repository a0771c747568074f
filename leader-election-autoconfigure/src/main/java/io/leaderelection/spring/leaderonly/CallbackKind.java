package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.util.ClassUtils;

/** What a method is called for by others than the application, as the interface tells that declares it. */
enum CallbackKind {
    BEAN(
            "org\\.springframework\\.(beans\\.factory\\.(InitializingBean|DisposableBean|(Smart)?FactoryBean)|.*(Aware|PostProcessor))",
            "is a callback of the container (%s), which calls it on every instance, past the proxy",
            "Remove @LeaderOnly, and on a type mark its other methods instead; to act when leadership begins or ends, listen to LeadershipGrantedEvent and LeadershipRevokedEvent."),
    START(
            "org\\.springframework\\.(beans\\.factory\\.SmartInitializingSingleton|boot\\.(ApplicationRunner|CommandLineRunner)|.*(Configurer|Customizer|Initializer|Registrar))",
            "is called (%s) while the application starts, before leadership can be granted: it would run nowhere",
            "Listen to LeadershipGrantedEvent instead, without @LeaderOnly."),
    LIFECYCLE(
            "org\\.springframework\\.context\\.((Smart)?Lifecycle|Phased)",
            "is a method of a Lifecycle (%s), which is called once, whoever leads then",
            "Put @LeaderOnly on the class: it is started when leadership is granted and stopped when it ends."),
    MESSAGE(
            "jakarta\\.jms\\.MessageListener|org\\.apache\\.pulsar\\..*Listener|org\\.springframework\\.((jms|amqp|kafka|pulsar)\\..*MessageListener|pulsar\\..*MessageHandler|data\\.redis\\.stream\\.StreamListener|messaging\\.(Reactive)?MessageHandler)",
            "is a message listener (%s): a message that comes while this instance does not lead would be acknowledged and lost, or be delivered until it is discarded",
            "Gate the listener's container instead, so that only the leader consumes: name it in a LeaderLifecycleRegistration."),
    WEB(
            "jakarta\\.servlet\\..*|org\\.springframework\\.((web|security\\.web|cloud\\.gateway|graphql\\.server|ws\\.server)\\.(?!client)(?!.*\\.client\\.).*(Filter|FilterFunction|Interceptor|Handler|EntryPoint|Controller|Resolver|Advice)|http\\.server\\..*Handler)",
            "handles every request (%s): on other instances requests would be answered without being served, most of them by an empty 200",
            "Mark the handlers of those requests that are the leader's: they answer 409 elsewhere.");

    /** Names of the interfaces. None of them has to be there. */
    private final Pattern interfaces;

    /** Why it cannot be gated, to follow the method in a sentence, with a place for the interface. */
    private final String reason;

    private final String fix;

    CallbackKind(String interfaces, String reason, String fix) {
        this.interfaces = Pattern.compile(interfaces);
        this.reason = reason;
        this.fix = fix;
    }

    /**
     * Why a method cannot be gated.
     *
     * @param where the method in words, to begin a sentence with
     * @param type the class of the bean
     */
    static Optional<Refusal> refusal(String where, Method method, Class<?> type) {
        return declaring(method, type)
                .flatMap(face ->
                        of(face.getName()).stream().map(kind -> kind.refusal(where, ClassUtils.getShortName(face))))
                .findFirst();
    }

    /** The kind of an interface, by its name; empty if nothing is wrong with it. */
    static Optional<CallbackKind> of(String face) {
        return Arrays.stream(values())
                .filter(kind -> kind.interfaces.matcher(face).matches())
                .findFirst();
    }

    Refusal refusal(String where, String caller) {
        return new Refusal(where + " " + reason.formatted(caller) + ".", fix);
    }

    /** The interfaces that declare the method, by name and number of parameters: generic ones have other types. */
    private static Stream<Class<?>> declaring(Method method, Class<?> type) {
        return ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                .flatMap(face -> Arrays.stream(face.getMethods()))
                .filter(declared -> declared.getName().equals(method.getName())
                        && declared.getParameterCount() == method.getParameterCount())
                .map(Method::getDeclaringClass);
    }
}
