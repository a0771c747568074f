package io.leaderelection.autoconfigure;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * Gates what is the leader's in a context whose parent has the elections: its {@link io.leaderelection.LeaderOnly} methods
 * and its lifecycles. A child that is started by {@code SpringApplicationBuilder} or has auto-configuration of its own
 * needs not ask for it; in others it is registered before they are refreshed.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({LeaderGateAutoConfiguration.class, LeaderLifecycleAutoConfiguration.class})
public final class LeaderElectionChildContext {}
