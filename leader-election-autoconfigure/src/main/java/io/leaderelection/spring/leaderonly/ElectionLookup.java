package io.leaderelection.spring.leaderonly;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import java.lang.reflect.Method;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/** Finds the elections that rules name. Asks for them when they are needed only: gates are made before elections. */
public final class ElectionLookup {

    private final GateRules rules;
    private final ConfigurableBeanFactory beans;

    /**
     * @param rules says which methods are gated
     * @param beans where the elections are
     */
    public ElectionLookup(GateRules rules, ConfigurableBeanFactory beans) {
        this.rules = rules;
        this.beans = beans;
    }

    /**
     * The election of a method: the one that gates it, or else the default election.
     *
     * @param type the class of the bean that has the method
     */
    public LeaderElection of(Method method, Class<?> type) {
        return named(rules.find(method, type).map(GateRule::election).orElse(""));
    }

    /**
     * The election of a name.
     *
     * @param name a name that may hold placeholders; the default election if empty
     * @throws IllegalArgumentException if there is none; the message tells the names there are
     */
    public LeaderElection named(String name) {
        LeaderElections elections = beans.getBean(LeaderElections.class);
        String resolved = beans.resolveEmbeddedValue(name);
        return resolved == null || resolved.isEmpty() ? elections.get() : elections.get(resolved);
    }
}
