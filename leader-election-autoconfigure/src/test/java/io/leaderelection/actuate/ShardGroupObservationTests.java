package io.leaderelection.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.LeaderElections;
import io.leaderelection.ShardGroup;
import io.leaderelection.ShardGroups;
import io.leaderelection.autoconfigure.LeaderElectionAutoConfiguration;
import io.leaderelection.autoconfigure.LeaderElectionHealthAutoConfiguration;
import io.leaderelection.autoconfigure.LeaderElectionMetricsAutoConfiguration;
import io.leaderelection.autoconfigure.ShardGroupBeansAutoConfiguration;
import io.leaderelection.lock.memory.MemoryLeases;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What an operator sees of a group. */
@Timeout(180)
class ShardGroupObservationTests {

    private final MemoryLeases leases = new MemoryLeases();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues(
                    "spring.application.name=shop",
                    "leader.election.backend=memory",
                    "leader.election.start=refreshed",
                    "leader.election.identity=a",
                    "leader.election.groups.orders.shards=8",
                    "leader.election.groups.orders.seats=1")
            .withBean(MemoryLeases.class, () -> leases)
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class,
                    LeaderElectionAutoConfiguration.class,
                    LeaderElectionHealthAutoConfiguration.class,
                    LeaderElectionMetricsAutoConfiguration.class,
                    ShardGroupBeansAutoConfiguration.class));

    @Test
    void aMemberIsUpAndSoIsASpare() {
        runner.run(member -> {
            ready(member);
            Health health = health(member);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsAllEntriesOf(Map.of("group", "orders", "owned", 8, "unowned", 0, "seat", 0, "members", 1));
            runner.withPropertyValues("leader.election.identity=b").run(spare -> {
                await().until(() ->
                        Boolean.TRUE.equals(health(spare).getDetails().get("spare")));
                assertThat(health(spare).getStatus()).isEqualTo(Status.UP);
                assertThat(health(spare).getDetails()).containsEntry("owned", 0).doesNotContainKey("seat");
            });
        });
    }

    @Test
    void anotherNumberOfShardsIsDownWithTheFix() {
        runner.run(member -> {
            ready(member);
            runner.withPropertyValues("leader.election.groups.orders.shards=9").run(stranger -> {
                await().until(() -> health(stranger).getStatus().equals(Status.DOWN));
                assertThat(health(stranger).getDetails().get("reason").toString())
                        .contains("8 shards", "9");
                assertThat(health(stranger).getDetails().get("fix").toString()).contains("same shards");
            });
            assertThat(health(member).getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void theEndpointAndInfoTellOfTheGroupAndOfEachShard() {
        runner.run(context -> {
            ready(context);
            LeaderElectionEndpoint endpoint = new LeaderElectionEndpoint(
                    context.getBean(LeaderElections.class), context.getBean(ShardGroups.class), context);
            GroupDescriptor orders = endpoint.elections().groups().get("orders");
            assertThat(orders.owned()).hasSize(8);
            assertThat(orders.members()).containsExactly(new GroupDescriptor.MemberDescriptor(0, "a", null, 8));
            assertThat(endpoint.election("orders-3").leading()).isTrue();
            assertThat(endpoint.election("orders-8")).isNull();

            Info.Builder info = new Info.Builder();
            new LeaderElectionInfoContributor(
                            context.getBean(LeaderElections.class), context.getBean(ShardGroups.class))
                    .contribute(info);
            assertThat(info.build().getDetails().get("shardGroups"))
                    .isEqualTo(Map.of("orders", Map.of("shards", 8, "owned", 8, "members", 1, "seat", 0)));
        });
    }

    @Test
    void theMetersAreThoseOfTheGroupAndNoneOfAShard() {
        runner.run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            ShardGroup orders = ready(context);
            orders.election(3).runIfLeader(call -> {});

            assertThat(registry.get("leader.election.shards.owned")
                            .tag("name", "orders")
                            .gauge()
                            .value())
                    .isEqualTo(8);
            assertThat(registry.get("leader.election.shards.unowned").gauge().value())
                    .isZero();
            assertThat(registry.get("leader.election.shards.members").gauge().value())
                    .isEqualTo(1);
            assertThat(registry.get("leader.election.shards.calls")
                            .tag("outcome", "admitted")
                            .counter()
                            .count())
                    .isEqualTo(1);
            await().until(() -> registry.get("leader.election.shards.moves")
                            .tag("kind", "granted")
                            .counter()
                            .count()
                    == 8);
            Set<String> names = registry.getMeters().stream()
                    .map(Meter::getId)
                    .filter(id -> id.getName().startsWith("leader.election."))
                    .map(id -> String.valueOf(id.getTag("name")))
                    .collect(Collectors.toSet());
            assertThat(names).containsOnly("shop", "orders");
        });
    }

    private static ShardGroup ready(AssertableApplicationContext context) {
        ShardGroup orders = context.getBean(ShardGroup.class);
        await().until(() -> orders.owned().size() == 8);
        return orders;
    }

    private static Health health(AssertableApplicationContext context) {
        return context.getBean("leaderElectionGroupsHealthContributor", HealthIndicator.class)
                .health();
    }
}
