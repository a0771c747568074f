package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
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
        } catch (ParseException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "has the key '%s', which cannot be read: %s".formatted(written, unreadable.getMessage()),
                    unreadable);
        }
        Set<String> known = variables(method);
        unknown(expression.getAST(), known, true).ifPresent(name -> {
            throw new IllegalArgumentException(
                    "has the key '%s', but no parameter '%s'; there are %s".formatted(written, name, known));
        });
    }

    /**
     * The key of a call.
     *
     * @throws IllegalArgumentException if there is none
     */
    String of(MethodInvocation invocation) {
        Object key = value(invocation);
        if (key == null) {
            throw unfit("is null: no shard can be told by it", null);
        }
        if (!BeanUtils.isSimpleValueType(key.getClass())) {
            // The text of an object, a promise or a set may be another one on each instance.
            throw unfit(
                    "is a %s: use what identifies it, a text, a number or another simple value"
                            .formatted(key.getClass().getTypeName()),
                    null);
        }
        return key.toString();
    }

    private @Nullable Object value(MethodInvocation invocation) {
        try {
            return expression.getValue(
                    new MethodBasedEvaluationContext(NO_ROOT, method, invocation.getArguments(), NAMES));
        } catch (EvaluationException failed) {
            throw unfit("has no value: " + failed.getMessage(), failed);
        }
    }

    private IllegalArgumentException unfit(String reason, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "The key '%s' of %s.%s %s"
                        .formatted(
                                expression.getExpressionString(),
                                method.getDeclaringClass().getSimpleName(),
                                method.getName(),
                                reason),
                cause);
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

    /**
     * The first name in an expression that is no argument.
     *
     * @param free whether names without # are read as such, and not as members or keys of what is looked at
     */
    private static Optional<String> unknown(SpelNode node, Set<String> known, boolean free) {
        if (isName(node, free) && !known.contains(node.toStringAST())) {
            return Optional.of(node.toStringAST());
        }
        return IntStream.range(0, node.getChildCount())
                .mapToObj(child -> unknown(node.getChild(child), known, isFree(node, child, free)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isName(SpelNode node, boolean free) {
        return node instanceof VariableReference && (free || !node.toStringAST().equals("#this"))
                || node instanceof FunctionReference
                || node instanceof BeanReference
                || free && (node instanceof PropertyOrFieldReference || node instanceof MethodReference);
    }

    /** What follows in a chain is a member; selections and projections look at elements. */
    private static boolean isFree(SpelNode parent, int child, boolean free) {
        if (parent instanceof CompoundExpression) {
            return free && child == 0;
        }
        return free
                && !(parent instanceof Selection
                        || parent instanceof Projection
                        || parent instanceof Indexer
                        || parent instanceof InlineMap);
    }
}
