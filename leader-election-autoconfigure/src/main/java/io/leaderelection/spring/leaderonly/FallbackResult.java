package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Array;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** What the caller of a skipped method gets. A stream or iterator is made anew for each call. */
@FunctionalInterface
interface FallbackResult {

    /** Nothing at all. */
    FallbackResult NOTHING = () -> null;

    /** The empty values that there are, in the order in which they are tried for a declared type. */
    List<Supplier<Object>> EMPTY_VALUES = List.of(
            List::of,
            Set::of,
            Map::of,
            Optional::empty,
            OptionalInt::empty,
            OptionalLong::empty,
            OptionalDouble::empty,
            Stream::empty,
            IntStream::empty,
            LongStream::empty,
            DoubleStream::empty,
            Collections::emptyNavigableSet,
            Collections::emptyNavigableMap,
            Collections::emptyIterator);

    /** The result of one call. */
    @Nullable
    Object get();

    /** Whether {@code null} is no value of the type. */
    static boolean refusesNull(Class<?> type) {
        return (type.isPrimitive() && type != void.class)
                || List.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class)
                        .contains(type);
    }

    /** Whether a stage made here is of the type. */
    static boolean isStage(Class<?> type) {
        return CompletionStage.class.isAssignableFrom(type) && type.isAssignableFrom(CompletableFuture.class);
    }

    /** {@code null}; for a stage, one that is completed with {@code null}. */
    static FallbackResult skipped(Class<?> type) {
        return isStage(type) ? () -> CompletableFuture.completedFuture(null) : NOTHING;
    }

    /**
     * The empty value of a type: of a stage, one completed with the empty value of its result.
     *
     * @return empty if the type has none
     */
    static Optional<FallbackResult> emptyOf(ResolvableType type) {
        Class<?> raw = type.toClass();
        if (isStage(raw)) {
            return emptyOf(type.as(CompletionStage.class).getGeneric(0))
                    .map(value -> () -> CompletableFuture.completedFuture(value.get()));
        }
        if (raw.isArray()) {
            Object array = Array.newInstance(raw.getComponentType(), 0);
            return Optional.of(() -> array);
        }
        if (raw == Object.class) {
            return Optional.empty();
        }
        return EMPTY_VALUES.stream()
                .filter(value -> raw.isInstance(value.get()))
                .findFirst()
                .map(value -> value::get);
    }
}
