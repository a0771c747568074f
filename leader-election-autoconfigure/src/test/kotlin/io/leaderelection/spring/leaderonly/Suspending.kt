package io.leaderelection.spring.leaderonly

import io.leaderelection.GatedCall
import io.leaderelection.LeaderOnly
import io.leaderelection.Otherwise
import java.util.concurrent.CompletableFuture
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.toList
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

    @LeaderOnly(otherwise = Otherwise.EMPTY)
    open suspend fun names(): List<String> = listOf("one")

    @LeaderOnly(otherwise = Otherwise.EMPTY)
    open fun flow(): Flow<String> = flowOf("one")

    @LeaderOnly(otherwise = Otherwise.SKIP)
    open suspend fun suspendedFlow(): Flow<String> = flowOf("one")

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

    @JvmStatic fun names(bean: Suspending) = GlobalScope.future { bean.names() }

    @JvmStatic fun flow(bean: Suspending) = GlobalScope.future { bean.flow().toList() }

    @JvmStatic fun suspendedFlow(bean: Suspending) = GlobalScope.future { bean.suspendedFlow().toList() }

    @JvmStatic fun nulls(bean: WithNull) = GlobalScope.future { listOf(bean.suspended(), bean.ordinary(), bean.id()) }

    @JvmStatic fun interrupted(bean: Suspending) = GlobalScope.future { bean.interrupted() }
}

/** What is refused: null where Kotlin has no null. */
open class SuspendingWithoutNull {

    @LeaderOnly(otherwise = Otherwise.SKIP)
    open suspend fun name(): String = "name"
}

open class OrdinaryWithoutNull {

    @LeaderOnly(otherwise = Otherwise.SKIP)
    open fun name(): String = "name"
}

open class NumberWithoutNull {

    @LeaderOnly(otherwise = Otherwise.SKIP)
    open suspend fun number(): Int = 42
}

@JvmInline value class Id(val text: String)

open class ValueClassWithoutNull {

    @LeaderOnly(otherwise = Otherwise.SKIP)
    open fun id(): Id = Id("id")
}

open class SuspendingValueClassWithoutNull {

    @LeaderOnly(otherwise = Otherwise.SKIP)
    open suspend fun id(): Id = Id("id")
}

/** Not refused: null is a value of these. */
open class WithNull {

    @LeaderOnly(otherwise = Otherwise.SKIP)
    open suspend fun suspended(): Int? = 42

    @LeaderOnly(otherwise = Otherwise.SKIP)
    open fun ordinary(): Int? = 42

    @LeaderOnly(otherwise = Otherwise.SKIP)
    open suspend fun id(): Id? = Id("id")
}

/** Refused: its result cannot be left out without a choice. */
open class SuspendingWithoutChoice {

    @LeaderOnly
    open suspend fun answer(): Int = 42
}
