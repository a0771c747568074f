package io.leaderelection.sample;

import io.leaderelection.GatedCallListener;
import io.leaderelection.GatedCallListener.Outcome;
import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.Seat;
import io.leaderelection.ShardGroup;
import io.leaderelection.ShardGroups;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.Measurement.Drained;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

/** What lets the demonstration command a replica and see how it fares. No part of an application that runs alone. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("sample.console")
class ConsoleConfiguration {

    private static final Duration VITALS = Duration.ofMillis(100);

    @Bean
    static Wire wire() {
        return new Wire();
    }

    @Bean
    SlowWork slowWork(LeaderElections elections, Scribe scribe, History history) {
        return new SlowWork(elections.get(), scribe, history);
    }

    @Bean
    Console console(
            LeaderElections elections,
            SlowWork work,
            Wire wire,
            History history,
            ConfigurableApplicationContext context) {
        return new Console(elections.get(), work, wire, history, () -> System.exit(SpringApplication.exit(context)));
    }

    @Bean
    SchedulingConfigurer vitals(LeaderElections elections, History history) {
        LeaderElection election = elections.get();
        Vitals vitals = new Vitals(election, history);
        return tasks -> tasks.addFixedDelayTask(vitals::tell, VITALS);
    }

    @Bean
    SchedulingConfigurer seats(ShardGroups groups, History history) {
        return tasks -> groups.all().forEach(group -> tasks.addFixedDelayTask(() -> tellSeat(group, history), VITALS));
    }

    /** Tells for how long the gates of all its shards may stay open. The time is read first, as for the vitals. */
    private static void tellSeat(ShardGroup group, History history) {
        long asked = System.nanoTime();
        Seat seat = group.seat();
        history.add(
                asked,
                "seat",
                group.name(),
                seat.fencingToken(),
                seat.timeLeft().toNanos());
    }

    @Bean
    ElectionMonitor drains(History history) {
        return (election, measurement) -> {
            if (measurement instanceof Drained drained) {
                history.add("drained", election, 0, drained.time().toNanos());
            }
        };
    }

    @Bean
    GatedCallListener skips(History history) {
        return (election, call, outcome) -> {
            if (outcome == Outcome.SKIPPED && call.equals("LedgerWriter.write")) {
                history.add("skipped", election, 0);
            }
        };
    }
}
