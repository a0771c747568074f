package io.leaderelection.test;

import io.leaderelection.GatedCallListener;
import io.leaderelection.autoconfigure.ElectionProperties;
import io.leaderelection.autoconfigure.LeaderElectionProperties;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.group.KeyHash;
import io.leaderelection.spi.ShardHash;
import io.leaderelection.spring.CallListeners;
import io.leaderelection.spring.ElectionLifecycle;
import io.leaderelection.spring.NamedLeaderElections;
import io.leaderelection.spring.NamedShardGroups;
import io.leaderelection.spring.StartTime;
import io.leaderelection.spring.lifecycle.LeaderLifecycles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.ContextStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Elections by switch. The auto-configuration steps back behind the {@code LeaderElections} of this configuration. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LeaderElectionProperties.class, ElectionProperties.class})
class SwitchConfiguration {

    /** Makes no thread before there is something to tell. */
    @Bean(destroyMethod = "close")
    ElectorThreads leaderElectionSwitchThreads(ConfigurableApplicationContext context) {
        return new ElectorThreads(context.getClassLoader());
    }

    @Bean
    SwitchBoard leaderElectionSwitchBoard(
            ConfigurableApplicationContext context,
            SwitchSettings settings,
            LeaderElectionProperties application,
            ElectionProperties defaults,
            ObjectProvider<GatedCallListener> listeners,
            ObjectProvider<LeaderLifecycles> lifecycles,
            ObjectProvider<ShardHash> hashes,
            ElectorThreads threads) {
        Map<String, StartTime> starts = new LinkedHashMap<>();
        application
                .names(context.getEnvironment().getProperty("spring.application.name"))
                .forEach(name -> starts.put(name, application.startOf(name, defaults)));
        ShardHash hash = hashes.getIfAvailable(KeyHash::new);
        List<SwitchedShards> groups = application.groups().entrySet().stream()
                .map(group -> new SwitchedShards(
                        group.getKey(),
                        Objects.requireNonNullElse(group.getValue().shards(), 1),
                        hash,
                        LeaderElectionProperties.startOf(group.getValue(), defaults)))
                .toList();
        return new SwitchBoard(context, settings, starts, groups, new CallListeners(listeners), lifecycles, threads);
    }

    @Bean
    NamedLeaderElections leaderElections(SwitchBoard board) {
        return board.byName();
    }

    @Bean
    NamedShardGroups leaderElectionShardGroups(SwitchBoard board) {
        return board.groups();
    }

    @Bean
    ElectionLifecycle leaderElectionLifecycle(
            ConfigurableApplicationContext context, SwitchBoard board, SwitchSettings settings) {
        return new ElectionLifecycle(context, board.startTimes(), settings.timeout());
    }

    /** Hears of the same events as the lifecycle before it, and after that. */
    @Bean
    StartAwaiter leaderElectionStartAwaiter(SwitchBoard board) {
        return new StartAwaiter(board);
    }

    @Bean
    LeadershipSwitch leaderElectionSwitch(SwitchBoard board) {
        return new LeadershipSwitch(board, board.election(board.byName().get().name()));
    }

    /** Holds a start of the application up until the listeners of its elections have heard of theirs. */
    record StartAwaiter(SwitchBoard board) {

        @EventListener({ContextRefreshedEvent.class, ContextStartedEvent.class, ApplicationReadyEvent.class})
        @Order(Ordered.LOWEST_PRECEDENCE)
        void started() {
            board.awaitNews();
        }
    }
}
