package io.leaderelection.spring.leaderonly;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.ShardGroup;
import io.leaderelection.ShardGroups;
import java.lang.reflect.Method;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/** Finds the elections that annotations name. Asks for them only when they are needed: gates are made before elections. */
public final class LeaderElectionResolver {

    private final LeaderOnlyAttributeSource attributes = new LeaderOnlyAttributeSource();
    private final ConfigurableBeanFactory beans;

    /**
     * @param beans where the elections are
     */
    public LeaderElectionResolver(ConfigurableBeanFactory beans) {
        this.beans = beans;
    }

    /**
     * The election that gates a method, or else the default election.
     *
     * @param type the class of the bean that has the method
     */
    public LeaderElection of(Method method, Class<?> type) {
        return named(
                attributes.find(method, type).map(LeaderOnlyAttribute::election).orElse(""));
    }

    /**
     * The group of a name.
     *
     * @param name a name that may hold placeholders
     * @throws IllegalArgumentException if there is none; the message lists the names that exist
     */
    ShardGroup group(String name) {
        String resolved = beans.resolveEmbeddedValue(name);
        return beans.getBean(ShardGroups.class).get(resolved == null ? "" : resolved);
    }

    /**
     * The election of a name.
     *
     * @param name a name that may hold placeholders; the default election if empty
     * @throws IllegalArgumentException if there is none; the message lists the names that exist
     */
    public LeaderElection named(String name) {
        LeaderElections elections = beans.getBean(LeaderElections.class);
        String resolved = beans.resolveEmbeddedValue(name);
        return resolved == null || resolved.isEmpty() ? elections.get() : elections.get(resolved);
    }
}
