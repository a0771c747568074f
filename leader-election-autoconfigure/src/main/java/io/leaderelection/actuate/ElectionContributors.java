package io.leaderelection.actuate;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of elections: of the only one, or of several by their names. */
public final class ElectionContributors {

    private ElectionContributors() {}

    /** One indicator for the only election, or a component for each of several. */
    public static HealthContributor of(
            LeaderElections elections, Function<? super LeaderElection, ? extends HealthIndicator> indicator) {
        if (elections.all().size() == 1) {
            return indicator.apply(elections.get());
        }
        Map<String, HealthIndicator> components = new LinkedHashMap<>();
        elections.all().forEach(each -> components.put(component(each.name()), indicator.apply(each)));
        return CompositeHealthContributor.fromMap(components);
    }

    /** Name of an election's component: its own, without what separates components. */
    static String component(String election) {
        return election.replace('/', '-');
    }
}
