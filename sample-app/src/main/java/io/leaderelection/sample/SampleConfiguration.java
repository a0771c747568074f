package io.leaderelection.sample;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.ShardGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

/** The sample's parts: the ledger, the work on it, and the history that tests read. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SampleConfiguration {

    private static final Duration BEAT = Duration.ofMillis(20);

    private final SampleProperties properties;

    SampleConfiguration(SampleProperties properties) {
        this.properties = properties;
    }

    @Bean
    History history() {
        return properties.console() ? History.on(System.out) : History.in(properties.history());
    }

    @Bean
    Ledger ledger() {
        return new Ledger(properties.ledger());
    }

    @Bean
    Scribe scribe(Ledger ledger, History history) {
        return new Scribe(ledger, history);
    }

    @Bean
    LedgerWriter ledgerWriter(Scribe scribe, History history) {
        return new LedgerWriter(new HeldLine(scribe, history, properties.hold()));
    }

    @Bean
    LedgerSummary ledgerSummary(Ledger ledger) {
        return new LedgerSummary(ledger);
    }

    @Bean
    Inbox inbox() {
        return new Inbox(properties.ledger().resolveSibling("inbox"));
    }

    @Bean
    InboxConsumer inboxConsumer(Inbox inbox, Scribe scribe) {
        return new InboxConsumer(inbox, scribe);
    }

    @Bean
    SchedulingConfigurer work(LedgerWriter writer, LeaderElections elections, History history) {
        LeaderElection election = elections.get();
        history.add("started", election.name(), 0);
        return tasks -> {
            tasks.addFixedDelayTask(() -> writer.write(System.nanoTime()), properties.interval());
            if (history.isWritten()) {
                tasks.addFixedRateTask(() -> beat(election, history), BEAT);
            }
        };
    }

    /** Where the group is configured, as by the profile "shards". */
    @Bean
    @ConditionalOnProperty("leader.election.groups.orders.shards")
    ShardWriter shardWriter(@Qualifier("orders") ShardGroup orders, History history) {
        List<HeldLine> lines = IntStream.range(0, orders.shards())
                .mapToObj(shard -> new Ledger(ledgerOf(orders.election(shard))))
                .map(ledger -> new HeldLine(new Scribe(ledger, history), history, properties.hold()))
                .toList();
        return new ShardWriter(orders, lines);
    }

    /** A shard's own, beside that of the leader. */
    private Path ledgerOf(LeaderElection shard) {
        Path ledger = properties.ledger();
        return ledger.resolveSibling(ledger.getFileName() + "-" + shard.name());
    }

    @Bean
    Witness witness(History history) {
        return new Witness(history);
    }

    /** Tells that the gate is open. The time is read before the question, so that it never tells of too late a time. */
    private static void beat(LeaderElection election, History history) {
        long asked = System.nanoTime();
        election.runIfLeader(call -> history.add(asked, "beat", election.name(), call.fencingToken()));
    }
}
