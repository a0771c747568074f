package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeaderWorker;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.Seat;
import io.leaderelection.ShardGroup;
import io.leaderelection.ShardGroups;
import io.leaderelection.ShardsEvent;
import io.leaderelection.ShardsGrantedEvent;
import io.leaderelection.ShardsRevokedEvent;
import io.leaderelection.lock.memory.MemoryLeases;
import io.leaderelection.spi.ShardHash;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.GroupStatusSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

/** Groups of shards in an application, over real stores. */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class ShardGroupTests {

    private final MemoryLeases leases = new MemoryLeases();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues(
                    "spring.application.name=shop",
                    "leader.election.start=refreshed",
                    "leader.election.group=jobs",
                    "leader.election.elections.reports.group=jobs",
                    "leader.election.groups.jobs.shards=4",
                    "leader.election.groups.orders.shards=8",
                    "leader.election.groups.orders.seats=4",
                    "leader.election.groups.orders.rebalance-delay=0s")
            .withConfiguration(AutoConfigurations.of(
                    LeaderElectionAutoConfiguration.class,
                    LeaderElectionBeansAutoConfiguration.class,
                    ShardGroupBeansAutoConfiguration.class));

    private ApplicationContextRunner replica(String identity) {
        return runner.withPropertyValues(
                        "leader.election.backend=memory",
                        "leader.election.identity=" + identity,
                        "leader.election.advertise=http://" + identity)
                .withBean(MemoryLeases.class, () -> leases)
                .withBean(News.class);
    }

    @Test
    void aLoneReplicaOwnsEveryShard() {
        replica("a").run(context -> {
            ShardGroup orders = context.getBean(ShardGroups.class).get("orders");
            await().until(() -> orders.owned().size() == 8);

            assertThat(orders.owned()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
            assertThat(orders.owns("any")).isTrue();
            assertThat(orders.ownerOf("any")).hasValueSatisfying(owner -> {
                assertThat(owner.identity()).isEqualTo("a");
                assertThat(owner.address()).isEqualTo("http://a");
                assertThat(owner.fencingToken()).isPositive();
            });
            assertThat(orders.seat().number()).isPresent();
            assertThat(orders.election(3).leadership().election()).isEqualTo("orders-3");
        });
    }

    @Test
    void aSecondReplicaTakesItsShareAndGivesItBackAtItsEnd() {
        replica("a").run(first -> {
            ShardGroup ofFirst = first.getBean(ShardGroups.class).get("orders");
            await().until(() -> ofFirst.owned().size() == 8);
            replica("b").run(second -> {
                ShardGroup ofSecond = second.getBean(ShardGroups.class).get("orders");
                await().until(() ->
                        ofSecond.owned().size() == 4 && ofFirst.owned().size() == 4);

                Set<Integer> all = new TreeSet<>(ofFirst.owned());
                all.addAll(ofSecond.owned());
                assertThat(all).hasSize(8);
                assertThat(ofFirst.ownerOf(ofSecond.owned().get(0)))
                        .hasValueSatisfying(owner -> assertThat(owner.address()).isEqualTo("http://b"));
                assertThat(ofSecond.seat().number()).isNotEqualTo(ofFirst.seat().number());
            });
            await().until(() -> ofFirst.owned().size() == 8);
            first.getBean(News.class).alternate();
        });
    }

    @Test
    void shardsAreTakenFromOneReplicaBeforeTheyAreGrantedToTheNext() {
        replica("a").run(first -> {
            News news = first.getBean(News.class);
            await().until(() -> news.tokens("orders").size() == 8);
            replica("b")
                    .run(second -> await().until(() ->
                            second.getBean(News.class).tokens("orders").size() == 4));

            ShardsRevokedEvent revoked = news.first(ShardsRevokedEvent.class, "orders");
            assertThat(revoked.getGroup())
                    .isSameAs(first.getBean(ShardGroups.class).get("orders"));
            ShardsGrantedEvent granted = news.first(ShardsGrantedEvent.class, "orders");
            assertThat(granted.getTokens()).containsAllEntriesOf(revoked.getTokens());
        });
    }

    @Test
    void aWorkerRunsForEachOwnedShard(CapturedOutput output) {
        replica("a").run(context -> {
            ShardGroup orders = context.getBean(ShardGroups.class).get("orders");
            Set<Integer> running = new ConcurrentSkipListSet<>();
            LeaderWorker worker = orders.whileOwning("poller", shard -> {
                running.add(shard.number());
                await().until(() -> !shard.isOwned());
            });
            await().until(() -> running.size() == 8);
            running.clear();
            orders.election(3).resign();
            await().until(() -> running.contains(3));

            worker.close();
            assertThat(output.getOut()).doesNotContain("ended after its term had");
        });
    }

    @Test
    void carriedElectionsAreElectionsLikeAnyOther() {
        replica("a").run(context -> {
            LeaderElections elections = context.getBean(LeaderElections.class);
            LeaderElection reports = elections.get("reports");
            await().until(() -> elections.get().isLeader() && reports.isLeader());

            assertThat(elections.all()).extracting(LeaderElection::name).containsExactly("shop", "reports");
            assertThat(reports.leadership().fencingToken()).isPositive();
            assertThat(reports.runIfLeader(
                            call -> assertThat(call.leadership().election()).isEqualTo("reports")))
                    .isTrue();
            await().until(() -> context.getBean(News.class).led.contains("granted reports"));
        });
        assertThat(News.last.led).contains("granted reports", "revoked reports");
    }

    @Test
    void groupsAndTheSeatOfTheOnlyOneAreBeans() {
        replica("a").withBean(Services.class).run(context -> {
            ShardGroups groups = context.getBean(ShardGroups.class);
            assertThat(context.getBean(Services.class).orders).isSameAs(groups.get("orders"));
            assertThat(groups.all()).extracting(ShardGroup::name).containsExactly("jobs", "orders");
            assertThat(context).doesNotHaveBean(Seat.class);
            assertThatThrownBy(() -> groups.get("mails"))
                    .hasMessage("There is no group 'mails'; there are [jobs, orders]. Groups are defined by"
                            + " leader.election.groups.*");
        });
        new ApplicationContextRunner()
                .withPropertyValues(
                        "spring.application.name=shop",
                        "leader.election.backend=memory",
                        "leader.election.start=refreshed",
                        "leader.election.groups.orders.shards=1")
                .withConfiguration(AutoConfigurations.of(
                        LeaderElectionAutoConfiguration.class, ShardGroupBeansAutoConfiguration.class))
                .run(context ->
                        await().until(() -> context.getBean(Seat.class).number().isPresent()));
    }

    @Test
    void leasesInFilesDoAsWell(@TempDir Path directory) {
        ApplicationContextRunner files = runner.withPropertyValues(
                        "leader.election.backend=file", "leader.election.file.directory=" + directory)
                .withBean(News.class);
        files.run(first -> {
            ShardGroup ofFirst = first.getBean(ShardGroups.class).get("orders");
            await().until(() -> ofFirst.owned().size() == 8);
            files.run(second -> await().until(() ->
                    second.getBean(ShardGroups.class).get("orders").owned().size() == 4));
            await().until(() -> ofFirst.owned().size() == 8);
        });
    }

    @Test
    void aReplicaWithAnotherNumberOfShardsSaysSo(CapturedOutput output) {
        replica("a").run(first -> {
            ShardGroup ofFirst = first.getBean(ShardGroups.class).get("orders");
            await().until(() -> ofFirst.owned().size() == 8);
            replica("b")
                    .withPropertyValues("leader.election.groups.orders.shards=9")
                    .run(second -> await().until(() -> output.getOut()
                            .contains("The other members of group 'orders' have 8 shards, 4 seats and the hash")));
        });
    }

    /** The record can be read, as one that tells nothing, and cannot be replaced: its revision is lost. */
    @Test
    void anAssignmentThatCannotBeWrittenIsAProblemThatIsTold(@TempDir Path directory, CapturedOutput output) {
        runner.withPropertyValues(
                        "leader.election.backend=file",
                        "leader.election.file.directory=" + directory,
                        "leader.election.lease-duration=2s",
                        "leader.election.renew-deadline=1s",
                        "leader.election.retry-period=200ms")
                .run(context -> {
                    ShardGroup orders = context.getBean(ShardGroups.class).get("orders");
                    await().until(() -> orders.owned().size() == 8);
                    GroupStatusSource told = (GroupStatusSource) orders;
                    assertThat(told.status().problem()).isNull();
                    Files.writeString(directory.resolve("orders-shards.revision"), "");
                    Files.writeString(directory.resolve("orders-shards.record"), "damaged");
                    orders.election(0).resign();

                    await().untilAsserted(() -> assertThat(told.status().problem())
                            .isNotNull()
                            .satisfies(problem -> assertThat(problem.reason()).contains("holds no usable number")));
                    assertThat(output.getOut())
                            .containsOnlyOnce("The assignment of group 'orders' cannot be read or written");
                    Files.writeString(directory.resolve("orders-shards.revision"), "100");

                    await().until(() -> told.status().problem() == null);
                    await().until(() -> orders.owned().size() == 8);
                    assertThat(orders.ownerOf(0))
                            .hasValueSatisfying(
                                    owner -> assertThat(owner.fencingToken()).isGreaterThan(100));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"leader", "follower"})
    void switchedOffEveryReplicaOwnsAllShardsOrNone(String role) {
        boolean leads = role.equals("leader");
        runner.withPropertyValues("leader.election.enabled=false", "leader.election.when-disabled=" + role)
                .withBean(News.class)
                .run(context -> {
                    ShardGroup orders = context.getBean(ShardGroups.class).get("orders");
                    assertThat(orders.owned()).hasSize(leads ? 8 : 0);
                    assertThat(orders.owns("any")).isEqualTo(leads);
                    assertThat(orders.seat().number().isPresent()).isEqualTo(leads);
                    assertThat(orders.election(0).leadership().fencingToken()).isZero();
                    assertThat(context.getBean(LeaderElections.class)
                                    .get("reports")
                                    .isLeader())
                            .isEqualTo(leads);
                    if (leads) {
                        await().until(() ->
                                context.getBean(News.class).tokens("orders").size() == 8);
                    }
                });
    }

    @Test
    void twoGroupsHaveTwoLeases() {
        replica("a")
                .withPropertyValues("leader.election.groups.jobs.lease-name=orders")
                .run(context -> {
                    InvalidElectionException refusal = (InvalidElectionException) rootOf(context.getStartupFailure());
                    FailureAnalysis analysis = refusal.analysis();
                    assertThat(analysis.getDescription())
                            .contains("leader.election.groups.jobs and leader.election.groups.orders have the same"
                                    + " lease");
                });
    }

    /** As {@code docs/shards.md} tells: one Deployment for each shard, which needs no group. */
    @Test
    void aShardMayBeAnApplicationOfItsOwn() {
        new ApplicationContextRunner()
                .withPropertyValues(
                        "spring.application.name=shop",
                        "leader.election.backend=memory",
                        "SHARD_ID=7",
                        "leader.election.lease-name=orders-shard-${SHARD_ID}")
                .withConfiguration(AutoConfigurations.of(LeaderElectionAutoConfiguration.class))
                .run(context -> assertThat(ElectionStatus.of(
                                        context.getBean(LeaderElections.class).get())
                                .store()
                                .lease())
                        .contains("orders-shard-7"));
    }

    @Test
    void theHashIsABean() {
        replica("a").withBean(ShardHash.class, First::new).run(context -> {
            ShardGroup orders = context.getBean(ShardGroups.class).get("orders");
            assertThat(orders.shardOf("b")).isEqualTo('b' % 8);
        });
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    private record First() implements ShardHash {

        @Override
        public String name() {
            return "first-letter";
        }

        @Override
        public int hash(String key) {
            return key.charAt(0);
        }
    }

    record Services(@Qualifier("orders") ShardGroup orders) {}

    /** All that a context is told. */
    static class News {

        static volatile News last;

        final List<ShardsEvent> told = new CopyOnWriteArrayList<>();
        final List<String> led = new CopyOnWriteArrayList<>();

        News(ApplicationContext context) {
            last = this;
        }

        @EventListener
        void shards(ShardsEvent event) {
            told.add(event);
        }

        @EventListener
        void granted(LeadershipGrantedEvent event) {
            led.add("granted " + event.getElectionName());
        }

        @EventListener
        void revoked(LeadershipRevokedEvent event) {
            led.add("revoked " + event.getElectionName());
        }

        <T extends ShardsEvent> T first(Class<T> type, String group) {
            return told.stream()
                    .filter(event ->
                            type.isInstance(event) && event.getGroupName().equals(group))
                    .map(type::cast)
                    .findFirst()
                    .orElseThrow();
        }

        Set<Integer> tokens(String group) {
            Set<Integer> owned = new TreeSet<>();
            for (ShardsEvent event : told) {
                if (event.getGroupName().equals(group)) {
                    if (event instanceof ShardsGrantedEvent) {
                        owned.addAll(event.getShards());
                    } else {
                        owned.removeAll(event.getShards());
                    }
                }
            }
            return owned;
        }

        /** Grants and revocations of each shard alternate, and tokens rise. */
        void alternate() {
            ConcurrentHashMap<String, Long> owned = new ConcurrentHashMap<>();
            ConcurrentHashMap<String, Long> highest = new ConcurrentHashMap<>();
            for (ShardsEvent event : told) {
                event.getTokens().forEach((number, token) -> {
                    String shard = event.getGroupName() + number;
                    if (event instanceof ShardsGrantedEvent) {
                        assertThat(owned.put(shard, token)).as(shard).isNull();
                        assertThat(highest.merge(shard, token, Math::max)).isEqualTo(token);
                    } else {
                        assertThat(owned.remove(shard)).as(shard).isEqualTo(token);
                    }
                });
            }
        }
    }
}
