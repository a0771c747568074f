package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderOnly;
import io.leaderelection.Leadership;
import io.leaderelection.NotLeaderException;
import io.leaderelection.Otherwise;
import io.leaderelection.Shard;
import io.leaderelection.ShardGroup;
import io.leaderelection.ShardGroups;
import io.leaderelection.ShardsRevokedEvent;
import io.leaderelection.autoconfigure.LeaderElectionAutoConfiguration;
import io.leaderelection.autoconfigure.LeaderGateAutoConfiguration;
import io.leaderelection.autoconfigure.ShardGroupBeansAutoConfiguration;
import io.leaderelection.lock.memory.MemoryLeases;
import io.leaderelection.spi.RefusedStartException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import reactor.core.publisher.Mono;

/** Methods whose calls belong to shards of a group. */
@Timeout(180)
class GroupGateTests {

    private final MemoryLeases leases = new MemoryLeases();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues(
                    "spring.application.name=shop",
                    "leader.election.backend=memory",
                    "leader.election.start=refreshed",
                    "leader.election.groups.orders.shards=8",
                    "leader.election.groups.orders.rebalance-delay=0s",
                    "the.group=orders")
            .withBean(MemoryLeases.class, () -> leases)
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class,
                    LeaderElectionAutoConfiguration.class,
                    ShardGroupBeansAutoConfiguration.class,
                    LeaderGateAutoConfiguration.class));

    private ApplicationContextRunner replica(String identity) {
        return runner.withPropertyValues(
                        "leader.election.identity=" + identity, "leader.election.advertise=http://" + identity)
                .withBean(Settlement.class);
    }

    @Test
    void aCallRunsWhereTheShardOfItsKeyIsOwned() {
        replica("a")
                .run(first -> replica("b").run(second -> {
                    ShardGroup orders = first.getBean(ShardGroups.class).get("orders");
                    ShardGroup others = second.getBean(ShardGroups.class).get("orders");
                    await().until(() ->
                            orders.owned().size() == 4 && others.owned().size() == 4);
                    Settlement settlement = first.getBean(Settlement.class);
                    for (Order order : orders()) {
                        settlement.settle(order);
                    }

                    assertThat(settlement.settled()).isNotEmpty();
                    assertThat(settlement.settled()).allMatch(order -> orders.owns(order.customer()));
                    assertThat(orders())
                            .filteredOn(order -> orders.owns(order.customer()))
                            .isEqualTo(settlement.settled());
                }));
    }

    @Test
    void elsewhereACallIsToldTheOwnerAndItsAddress() {
        replica("a")
                .run(first -> replica("b").run(second -> {
                    ShardGroup orders = first.getBean(ShardGroups.class).get("orders");
                    await().until(() -> orders.owned().size() == 4
                            && IntStream.range(0, 8)
                                    .allMatch(shard -> orders.ownerOf(shard).isPresent()));
                    Order foreign = orders().stream()
                            .filter(order -> !orders.owns(order.customer()))
                            .findFirst()
                            .orElseThrow();
                    Settlement settlement = first.getBean(Settlement.class);

                    assertThatExceptionOfType(NotLeaderException.class)
                            .isThrownBy(() -> settlement.total(foreign))
                            .satisfies(refusal -> {
                                assertThat(refusal.getElection())
                                        .isEqualTo("orders-" + orders.shardOf(foreign.customer()));
                                assertThat(refusal.getLeaderIdentity()).isEqualTo("b");
                                assertThat(refusal.getLeaderAddress()).isEqualTo("http://b");
                            });
                    assertThat(settlement.later(foreign)).isCompletedExceptionally();
                    assertThatExceptionOfType(NotLeaderException.class)
                            .isThrownBy(() -> settlement.mono(foreign).block());
                }));
    }

    @Test
    void codeInsideFindsItsShardAndItsToken() {
        runner.withBean(Settlement.class).run(context -> {
            ShardGroup orders = context.getBean(ShardGroups.class).get("orders");
            await().until(() -> orders.owned().size() == 8);
            Settlement settlement = context.getBean(Settlement.class);

            assertThat(settlement.total(new Order("ada", 3))).isEqualTo(3);
            assertThat(settlement.later(new Order("ada", 3)).join()).isEqualTo(3);
            assertThat(settlement.mono(new Order("ada", 3)).block()).isEqualTo(3);
            assertThat(settlement.leadership(new Order("ada", 3), null).election())
                    .isEqualTo("orders-" + orders.shardOf("ada"));
            assertThat(settlement.shard("ada")).satisfies(shard -> {
                assertThat(shard.number()).isEqualTo(orders.shardOf("ada"));
                assertThat(shard.group()).isEqualTo("orders");
                assertThat(shard.fencingToken()).isPositive();
                assertThat(shard.isOwned()).isTrue();
            });
            assertThat(orders.current()).isEmpty();
            assertThat(settlement.selected(Map.of("id", List.of("x", "ada")))).isEqualTo(orders.shardOf("ada"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settlement.total(new Order(null, 3)))
                    .withMessageContaining("is null: no shard can be told by it");
        });
    }

    /** The text of anything else may be another one on each instance, and with it the shard. */
    @Test
    void aKeyThatIsNoSimpleValueFailsTheCallAndIsNamed() {
        runner.withBean(OddKeys.class).run(context -> {
            OddKeys odd = context.getBean(OddKeys.class);

            assertThat(List.of("ada", 7, 7L, UUID.randomUUID(), Otherwise.SKIP, LocalDate.EPOCH))
                    .allSatisfy(odd::any);
            assertThat(List.of(
                            new Object(),
                            new byte[] {1},
                            Set.of("a", "b"),
                            Optional.empty(),
                            new Order("ada", 3),
                            new CompletableFuture<>(),
                            Mono.just("ada")))
                    .allSatisfy(key -> assertThatIllegalArgumentException()
                            .isThrownBy(() -> odd.any(key))
                            .withMessageStartingWith("The key '#any' of OddKeys.any is a %s: use what identifies it"
                                    .formatted(key.getClass().getTypeName())));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> odd.member("a"))
                    .withMessageStartingWith("The key '#order.customer' of OddKeys.member has no value: EL1008E");
        });
    }

    @Test
    void aScheduledMethodRunsOnceForEachOwnedShardAndAFailureKeepsNoOther() {
        runner.withBean(Poller.class).withUserConfiguration(Scheduling.class).run(context -> {
            Poller poller = context.getBean(Poller.class);
            ShardGroup orders = context.getBean(ShardGroups.class).get("orders");
            await().until(() -> orders.owned().size() == 8);
            int begun = poller.rounds().size();

            await().until(() -> poller.rounds().size() >= begun + 16);
            assertThat(poller.rounds()).allMatch(round -> round.startsWith("orders-"));
            assertThat(poller.shards()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
            List<String> rounds = new ArrayList<>(poller.rounds());
            assertThat(rounds.subList(rounds.size() - 8, rounds.size())).doesNotHaveDuplicates();
        });
    }

    @Test
    void aScheduledMethodRunsForNoShardOfOthers() {
        runner.withPropertyValues("leader.election.start=manual")
                .withBean(Poller.class)
                .run(context -> {
                    Poller poller = context.getBean(Poller.class);
                    poller.poll();
                    assertThat(poller.rounds()).isEmpty();
                });
    }

    static List<Arguments> refused() {
        return List.of(
                refusal(UnknownGroup.class, "names the group 'mails', which does not exist; there are [orders]"),
                refusal(KeyAlone.class, "has a key and no group"),
                refusal(Both.class, "names an election and a group"),
                refusal(NoKey.class, "names a group and no key"),
                refusal(UnknownParameter.class, "has the key '#ordre', but no parameter '#ordre'; there are"),
                refusal(UnknownPlace.class, "has the key '#p1', but no parameter '#p1'; there are [#a0, #order, #p0]"),
                refusal(BareName.class, "has the key 'order', but no parameter 'order'; there are [#a0, #order, #p0]"),
                refusal(BareMethod.class, "has the key 'hashCode()', but no parameter 'hashCode()'"),
                refusal(Root.class, "has the key '#root', but no parameter '#root'"),
                refusal(OtherBean.class, "has the key '@other', but no parameter '@other'"),
                refusal(EmptyName.class, "names the group '', which does not exist; there are [orders]"),
                refusal(Revoked.class, "listens to ShardsRevokedEvent, which is published when the gates"),
                refusal(Blank.class, "has the key ' ', which cannot be read"),
                refusal(Unreadable.class, "has the key '#order.', which cannot be read"),
                refusal(WithParameter.class, "is scheduled and has a parameter"),
                refusal(OnGrant.class, "asks for runOnGrant, which is for elections"),
                refusal(Once.class, "is scheduled once"),
                refusal(GroupLifecycle.class, "is a lifecycle and names a group"));
    }

    private static Arguments refusal(Class<?> bean, String description) {
        return Arguments.of(bean, description);
    }

    @ParameterizedTest
    @MethodSource
    void refused(Class<?> bean, String description) {
        runner.withUserConfiguration(Scheduling.class).withBean(bean).run(context -> {
            assertThat(context).hasFailed();
            Throwable failure = context.getStartupFailure();
            while (!(failure instanceof RefusedStartException)) {
                failure = failure.getCause();
            }
            FailureAnalysis analysis = ((RefusedStartException) failure).analysis();
            assertThat(analysis.getDescription()).contains(bean.getSimpleName(), description);
            assertThat(analysis.getAction()).isNotEmpty();
        });
    }

    private static List<Order> orders() {
        return IntStream.range(0, 40)
                .mapToObj(i -> new Order("customer-" + i, i))
                .toList();
    }

    record Order(String customer, int amount) {}

    static class Settlement {

        private final List<Order> settled = new CopyOnWriteArrayList<>();
        private final ShardGroup orders;

        Settlement(ShardGroup orders) {
            this.orders = orders;
        }

        List<Order> settled() {
            return settled;
        }

        @LeaderOnly(group = "orders", key = "#order.customer")
        public void settle(Order order) {
            settled.add(order);
        }

        @LeaderOnly(group = "${the.group}", key = "#p0.customer", otherwise = Otherwise.THROW)
        public int total(Order order) {
            return order.amount();
        }

        @LeaderOnly(group = "orders", key = "#a0.customer", otherwise = Otherwise.THROW)
        public CompletableFuture<Integer> later(Order order) {
            return CompletableFuture.completedFuture(order.amount());
        }

        @LeaderOnly(group = "orders", key = "#order.customer", otherwise = Otherwise.THROW)
        public Mono<Integer> mono(Order order) {
            return Mono.just(order.amount());
        }

        @LeaderOnly(group = "orders", key = "#order.customer", otherwise = Otherwise.THROW)
        public Leadership leadership(Order order, Leadership leadership) {
            return leadership;
        }

        @LeaderOnly(group = "orders", key = "#ids[id].?[length() > 1][0]", otherwise = Otherwise.THROW)
        public int selected(Map<String, List<String>> ids) {
            return orders.current().orElseThrow().number();
        }

        @LeaderOnly(group = "orders", key = "#key", otherwise = Otherwise.THROW)
        public Shard shard(String key) {
            return orders.current().orElseThrow();
        }
    }

    static class OddKeys {
        @LeaderOnly(group = "orders", key = "#any")
        public void any(Object any) {}

        @LeaderOnly(group = "orders", key = "#order.customer")
        public void member(String order) {}
    }

    static class Poller {

        private final List<String> rounds = new CopyOnWriteArrayList<>();
        private final Set<Integer> shards = new ConcurrentSkipListSet<>();
        private final ShardGroup orders;

        Poller(ShardGroup orders) {
            this.orders = orders;
        }

        List<String> rounds() {
            return rounds;
        }

        Set<Integer> shards() {
            return shards;
        }

        @LeaderOnly(group = "orders")
        @Scheduled(fixedDelay = 20)
        public void poll() {
            // A run without shards would be a failure of the first element.
            rounds.add(GatedCall.current().orElseThrow().leadership().election());
            Shard shard = orders.current().orElseThrow();
            shards.add(shard.number());
            if (shard.number() == 0) {
                throw new IllegalStateException("meant to fail");
            }
        }
    }

    @EnableScheduling
    static class Scheduling {}

    static class UnknownGroup {
        @LeaderOnly(group = "mails", key = "#order")
        public void work(String order) {}
    }

    static class KeyAlone {
        @LeaderOnly(key = "#order")
        public void work(String order) {}
    }

    static class Both {
        @LeaderOnly(election = "shop", group = "orders", key = "#order")
        public void work(String order) {}
    }

    static class NoKey {
        @LeaderOnly(group = "orders")
        public void work(String order) {}
    }

    static class UnknownParameter {
        @LeaderOnly(group = "orders", key = "#ordre")
        public void work(String order) {}
    }

    static class UnknownPlace {
        @LeaderOnly(group = "orders", key = "#p1")
        public void work(String order) {}
    }

    static class Blank {
        @LeaderOnly(group = "orders", key = " ")
        public void work(String order) {}
    }

    static class Unreadable {
        @LeaderOnly(group = "orders", key = "#order.")
        public void work(String order) {}
    }

    static class BareName {
        @LeaderOnly(group = "orders", key = "order")
        public void work(String order) {}
    }

    static class BareMethod {
        @LeaderOnly(group = "orders", key = "hashCode()")
        public void work(String order) {}
    }

    static class Root {
        @LeaderOnly(group = "orders", key = "#root")
        public void work(String order) {}
    }

    static class OtherBean {
        @LeaderOnly(group = "orders", key = "@other")
        public void work(String order) {}
    }

    static class EmptyName {
        @LeaderOnly(group = "${no.group:}", key = "#order")
        public void work(String order) {}
    }

    static class Revoked {
        @EventListener
        @LeaderOnly(group = "orders", key = "'a'", otherwise = Otherwise.SKIP)
        public void work(ShardsRevokedEvent revoked) {}
    }

    static class WithParameter {
        @LeaderOnly(group = "orders")
        @Scheduled(fixedDelay = 1000)
        public void work(Shard shard) {}
    }

    static class OnGrant {
        @LeaderOnly(group = "orders", runOnGrant = true)
        @Scheduled(fixedDelay = 1000)
        public void work() {}
    }

    static class Once {
        @LeaderOnly(group = "orders")
        @Scheduled(initialDelay = 1000)
        public void work() {}
    }

    @LeaderOnly(group = "orders")
    static class GroupLifecycle implements SmartLifecycle {

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }
    }
}
