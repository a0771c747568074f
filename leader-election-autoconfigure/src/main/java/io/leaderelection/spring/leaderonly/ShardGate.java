package io.leaderelection.spring.leaderonly;

import io.leaderelection.GatedCall;
import io.leaderelection.ShardGroup;
import io.leaderelection.spi.CallAdmission;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * The gate of a method that runs once for each owned shard, one after the other. What a run throws keeps the others from
 * nothing; the first failure is thrown at the end.
 */
final class ShardGate implements CallGate {

    private final GatedMethod method;
    private final Supplier<ShardGroup> lookup;

    ShardGate(GatedMethod method, Supplier<ShardGroup> lookup) {
        this.method = method;
        this.lookup = lookup;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Exception {
        ShardGroup group = lookup.get();
        Throwable first = null;
        boolean ran = false;
        for (int shard : group.owned()) {
            // It may have gone while the shards before it had their turns.
            GatedCall call = method.tryEnter(CallAdmission.of(group.election(shard)));
            if (call != null) {
                ran = true;
                try (call) {
                    method.proceed(call, ((ProxyMethodInvocation) invocation).invocableClone());
                } catch (Throwable failure) {
                    first = withLater(first, failure);
                }
            }
        }
        throwIfAny(first);
        return ran ? null : method.skip(invocation);
    }

    private static Throwable withLater(@Nullable Throwable first, Throwable failure) {
        if (first == null) {
            return failure;
        }
        if (first != failure) {
            first.addSuppressed(failure);
        }
        return first;
    }

    private static void throwIfAny(@Nullable Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        } else if (failure != null) {
            throw (Exception) failure;
        }
    }
}
