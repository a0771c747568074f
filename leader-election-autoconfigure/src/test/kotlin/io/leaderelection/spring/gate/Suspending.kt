package io.leaderelection.spring.gate

import io.leaderelection.GatedCall
import io.leaderelection.LeaderOnly
import io.leaderelection.Otherwise
import java.util.concurrent.CompletableFuture
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.future.future
import kotlinx.coroutines.reactor.ReactorContext
import kotlinx.coroutines.yield
import org.springframework.scheduling.annotation.Scheduled

/** A bean with suspending functions, and calls of them for Java. */
open class Suspending {

    val begun = CompletableFuture<Unit>()
    val release = CompletableDeferred<String>()

    @LeaderOnly(otherwise = Otherwise.THROW)
    open suspend fun suspended(): String {
        begun.complete(Unit)
        return release.await()
    }

    @LeaderOnly
    open suspend fun unit() {
        begun.complete(Unit)
    }

    @LeaderOnly(otherwise = Otherwise.SKIP)
    open suspend fun callName(): String? =
        kotlin.coroutines.coroutineContext[ReactorContext]?.context?.get<GatedCall>(GatedCall::class.java)?.name()

    @LeaderOnly(otherwise = Otherwise.THROW, interrupt = true)
    open suspend fun interrupted(): String {
        begun.complete(Unit)
        return release.await()
    }
}

/** A schedule whose runs suspend. */
open class SuspendingSchedule {

    val runs = AtomicInteger()

    @LeaderOnly
    @Scheduled(fixedRate = 20)
    open suspend fun tick() {
        yield()
        runs.incrementAndGet()
    }
}

/** Calls from Java. */
@OptIn(DelicateCoroutinesApi::class)
object Calls {

    @JvmStatic fun suspended(bean: Suspending) = GlobalScope.future { bean.suspended() }

    @JvmStatic fun unit(bean: Suspending) = GlobalScope.future { bean.unit() }

    @JvmStatic fun callName(bean: Suspending) = GlobalScope.future { bean.callName() }

    @JvmStatic fun interrupted(bean: Suspending) = GlobalScope.future { bean.interrupted() }
}

/** Refused: its result cannot be left out without a choice. */
open class SuspendingWithoutChoice {

    @LeaderOnly
    open suspend fun answer(): Int = 42
}
