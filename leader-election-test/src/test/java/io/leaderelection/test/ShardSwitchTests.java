package io.leaderelection.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderelection.LeaderOnly;
import io.leaderelection.Leadership.Role;
import io.leaderelection.NotLeaderException;
import io.leaderelection.Otherwise;
import io.leaderelection.ShardGroup;
import io.leaderelection.ShardsEvent;
import io.leaderelection.autoconfigure.LeaderElectionAutoConfiguration;
import io.leaderelection.autoconfigure.LeaderGateAutoConfiguration;
import io.leaderelection.autoconfigure.ShardGroupBeansAutoConfiguration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

/** The shards of a group as a switch. */
@Timeout(180)
class ShardSwitchTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("spring.application.name=billing", "leader.election.groups.orders.shards=4")
            .withBean(Settlement.class)
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class,
                    LeaderElectionAutoConfiguration.class,
                    ShardGroupBeansAutoConfiguration.class,
                    LeaderGateAutoConfiguration.class));

    @Test
    void ownsAllShardsFromTheBeginning() {
        runner.withInitializer(LeadershipSwitch.startingAs(Role.LEADER)).run(context -> {
            assertThat(context.getBean(ShardGroup.class).owned()).containsExactly(0, 1, 2, 3);
            assertThat(context.getBean(Settlement.class).news()).hasSize(4);
        });
    }

    @Test
    void givesAndTakesOneShard() {
        runner.withInitializer(LeadershipSwitch.startingAs(Role.FOLLOWER)).run(context -> {
            ShardGroup orders = context.getBean(ShardGroup.class);
            Settlement settlement = context.getBean(Settlement.class);
            LeadershipSwitch shard = context.getBean(LeadershipSwitch.class).shard("orders", orders.shardOf("ada"));
            assertThat(orders.owned()).isEmpty();

            shard.grant();
            assertThat(orders.owned()).containsExactly(orders.shardOf("ada"));
            assertThat(settlement.settle("ada")).isEqualTo("settled");

            shard.revokeInFavourOf("another");
            assertThat(orders.owned()).isEmpty();
            assertThatThrownBy(() -> settlement.settle("ada"))
                    .isInstanceOf(NotLeaderException.class)
                    .hasMessageContaining("another");
            assertThat(settlement.news())
                    .containsExactly("ShardsGrantedEvent [%1$s], ShardsRevokedEvent [%1$s]"
                            .formatted(orders.shardOf("ada"))
                            .split(", "));
            assertThat(shard.calls()).hasSize(2);
        });
    }

    @Test
    void theGroupIsToldApartByItsName() {
        runner.withInitializer(LeadershipSwitch.startingAs(Role.LEADER)).run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            assertThatThrownBy(() -> leadership.shard("mails", 0)).hasMessageContaining("There is no group 'mails'");
            assertThatThrownBy(() -> leadership.shard("orders", 4)).hasMessageContaining("no shard 4");
        });
    }

    static class Settlement {

        private final List<String> news = new CopyOnWriteArrayList<>();

        List<String> news() {
            return news;
        }

        @LeaderOnly(group = "orders", key = "#customer", otherwise = Otherwise.THROW)
        public String settle(String customer) {
            return "settled";
        }

        @EventListener
        void shards(ShardsEvent event) {
            news.add(event.getClass().getSimpleName() + " " + event.getShards());
        }
    }
}
