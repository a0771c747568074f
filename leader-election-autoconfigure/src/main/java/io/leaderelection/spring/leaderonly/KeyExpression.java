package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** An expression over the arguments of a call that tells its key. Any thread. */
final class KeyExpression {

    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();
    private static final SpelExpressionParser PARSER = new SpelExpressionParser();
    private static final Object NO_ROOT = new Object();

    private final Method method;
    private final SpelExpression expression;

    /**
     * @param method the method as the class has it
     * @throws IllegalArgumentException if the expression cannot be read, or names something that is no argument; the message
     *     continues a sentence that begins with the method
     */
    KeyExpression(String written, Method method) {
        this.method = method;
        try {
            this.expression = PARSER.parseRaw(written);
        } catch (ParseException unreadable) {
            throw new IllegalArgumentException(
                    "has the key '%s', which cannot be read: %s".formatted(written, unreadable.getMessage()),
                    unreadable);
        }
        Set<String> known = variables(method);
        unknown(expression.getAST(), known).ifPresent(variable -> {
            throw new IllegalArgumentException(
                    "has the key '%s', but no parameter '%s'; there are %s".formatted(written, variable, known));
        });
    }

    /**
     * The key of a call.
     *
     * @throws IllegalArgumentException if there is none
     */
    String of(MethodInvocation invocation) {
        Object key = expression.getValue(
                new MethodBasedEvaluationContext(NO_ROOT, method, invocation.getArguments(), NAMES));
        if (key == null) {
            throw new IllegalArgumentException("The key '%s' of %s.%s is null: no shard can be told by it"
                    .formatted(
                            expression.getExpressionString(),
                            method.getDeclaringClass().getSimpleName(),
                            method.getName()));
        }
        return key.toString();
    }

    /** Names of the arguments, where the class file has them, and by their places. */
    private static Set<String> variables(Method method) {
        Set<String> variables = new TreeSet<>();
        @Nullable String[] names = NAMES.getParameterNames(method);
        if (names != null) {
            for (String name : names) {
                variables.add("#" + Objects.requireNonNull(name));
            }
        }
        IntStream.range(0, method.getParameterCount()).forEach(place -> {
            variables.add("#p" + place);
            variables.add("#a" + place);
        });
        return variables;
    }

    private static Optional<String> unknown(SpelNode node, Set<String> known) {
        if (node instanceof VariableReference && !known.contains(node.toStringAST()) && !isOfExpression(node)) {
            return Optional.of(node.toStringAST());
        }
        return IntStream.range(0, node.getChildCount())
                .mapToObj(child -> unknown(node.getChild(child), known))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The element that a selection or projection looks at. */
    private static boolean isOfExpression(SpelNode node) {
        return node.toStringAST().equals("#this") || node.toStringAST().equals("#root");
    }
}
