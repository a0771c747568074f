package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Import;

/** Auto-configuration for the injection of single elections, where the application has no such beans of its own. */
@AutoConfiguration(after = LeaderElectionAutoConfiguration.class)
@ConditionalOnBean(LeaderElections.class)
@ConditionalOnMissingBean(LeaderElection.class)
@Import(ElectionBeans.class)
public final class LeaderElectionBeansAutoConfiguration {}
