package io.leaderelection.autoconfigure;

import io.leaderelection.group.GroupSettings;
import io.leaderelection.spi.ShardHash;
import io.leaderelection.status.DurationText;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Turns properties into {@link ResolvedGroup}s: inherits, defaults and checks, before anything is opened. */
final class GroupPropertiesResolver {

    static final int DEFAULT_SEATS = 16;
    static final int DEFAULT_CAPACITY = 1;
    static final String DEFAULT_MAX_MOVING = "10%";
    static final Duration DEFAULT_REBALANCE_DELAY = Duration.ofSeconds(5);

    private static final Pattern MAX_MOVING = Pattern.compile("(\\d{1,6})(%?)");
    private static final Pattern HASH_NAME = Pattern.compile("[a-z0-9-]{1,40}");

    private final LeaderElectionProperties application;
    private final ElectionProperties defaults;
    private final ShardHash hash;
    private final Set<String> named;

    /**
     * @param named names of all groups that have keys: Spring makes nothing of a name whose keys are all empty
     */
    GroupPropertiesResolver(
            LeaderElectionProperties application, ElectionProperties defaults, ShardHash hash, Set<String> named) {
        this.named = named;
        this.application = application;
        this.defaults = defaults;
        this.hash = hash;
    }

    /**
     * All groups, in the order of their configuration.
     *
     * @param elections all elections, the default one first
     * @throws InvalidElectionException if a value cannot be
     */
    List<ResolvedGroup> resolve(List<ResolvedElection> elections) {
        named.stream()
                .filter(group -> !application.groups().containsKey(group))
                .findFirst()
                .ifPresent(group -> {
                    throw withoutShards(Keys.of(group));
                });
        elections.forEach(this::requireGroup);
        return application.groups().entrySet().stream()
                .map(group -> resolve(group.getKey(), group.getValue(), elections))
                .toList();
    }

    private void requireGroup(ResolvedElection election) {
        String group = election.group();
        if (group != null && !application.groups().containsKey(group)) {
            throw new InvalidElectionException(
                    "%s.group is '%s', which does not exist; there are %s"
                            .formatted(
                                    election.key(), group, application.groups().keySet()),
                    "Use one of these names, or define leader.election.groups.%s.shards.".formatted(group));
        }
    }

    private ResolvedGroup resolve(String name, GroupProperties group, List<ResolvedElection> elections) {
        Keys keys = Keys.of(name);
        ResolvedElection inherited = elections.get(0);
        if (!inherited.settings().campaign()) {
            throw new InvalidElectionException(
                    "leader.election.campaign is 'false', but a group cannot only be observed: " + keys.prefix,
                    "Set campaign to false for single elections, leader.election.elections.NAME.campaign, or remove the"
                            + " group from this instance.");
        }
        GroupSettings settings = settings(name, group, keys, inherited, carried(name, elections));
        requireDistinctNames(keys, settings, elections);
        String leaseName = StringUtils.hasText(group.leaseName()) ? group.leaseName() : name;
        return new ResolvedGroup(
                keys.prefix, leaseName, LeaderElectionProperties.startOf(group, defaults), settings, inherited);
    }

    private static Set<String> carried(String group, Collection<ResolvedElection> elections) {
        return elections.stream()
                .filter(election -> group.equals(election.group()))
                .map(ResolvedElection::name)
                .collect(Collectors.toSet());
    }

    private GroupSettings settings(
            String name, GroupProperties group, Keys keys, ResolvedElection inherited, Set<String> carried) {
        int shards = shards(group, keys);
        return new GroupSettings(
                name,
                inherited.settings().identity(),
                inherited.settings().advertised(),
                inherited.settings().revisionGrace().revision(),
                keys.between("capacity", group.capacity(), DEFAULT_CAPACITY, GroupSettings.MOST_CAPACITY),
                shards,
                keys.between("seats", group.seats(), DEFAULT_SEATS, GroupSettings.MOST_SEATS),
                hashName(),
                hash::hash,
                mostMoving(group, keys, shards),
                keys.notNegative("rebalance-delay", group.rebalanceDelay(), DEFAULT_REBALANCE_DELAY),
                new TreeSet<>(carried),
                timings(group, keys, inherited),
                inherited.settings().tokenFloor(),
                inherited.settings().proofOfDeathDelay(),
                inherited.settings().longestWait());
    }

    private static int shards(GroupProperties group, Keys keys) {
        if (group.shards() == null) {
            throw withoutShards(keys);
        }
        return keys.between("shards", group.shards(), 1, GroupSettings.MOST_SHARDS);
    }

    private static InvalidElectionException withoutShards(Keys keys) {
        return new InvalidElectionException(
                keys.prefix + ".shards is not set",
                "Set it to the number of shards, some ten times the most replicas there will be: 256, for example."
                        + " It is the same for all replicas.");
    }

    private Timings timings(GroupProperties group, Keys keys, ResolvedElection inherited) {
        Duration drain = group.orInherited(GroupProperties::drainTimeout, defaults.drainTimeout());
        return inherited
                .settings()
                .timings()
                .withDrainTimeout(keys.notNegative("drain-timeout", drain, Timings.DEFAULT_DRAIN_TIMEOUT));
    }

    /** At least one: else none could ever move. */
    private static int mostMoving(GroupProperties group, Keys keys, int shards) {
        String written =
                StringUtils.hasText(group.maxMoving()) ? group.maxMoving().strip() : DEFAULT_MAX_MOVING;
        Matcher parts = MAX_MOVING.matcher(written);
        int number = parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
        boolean percentage = written.endsWith("%");
        if (number < 1 || percentage && number > 100) {
            throw keys.refused("max-moving", written, "Set %s to a number from 1, or to a percentage from 1% to 100%.");
        }
        return percentage ? Math.max(1, shards * number / 100) : Math.min(number, GroupSettings.MOST_SHARDS);
    }

    private String hashName() {
        if (!HASH_NAME.matcher(hash.name()).matches()) {
            throw new InvalidElectionException(
                    "The ShardHash %s has the name '%s'"
                            .formatted(hash.getClass().getName(), hash.name()),
                    "Give it a name of a-z, 0-9 and -, of 1 to 40 characters, which tells this function from any"
                            + " other.");
        }
        return hash.name();
    }

    /** Calls, meters and events are told apart by names. */
    private static void requireDistinctNames(Keys keys, GroupSettings group, List<ResolvedElection> elections) {
        for (ResolvedElection election : elections) {
            if (election.name().equals(group.name())) {
                throw new InvalidElectionException(
                        "%s has the name of an election, '%s': %s".formatted(keys.prefix, group.name(), election.key()),
                        "Rename one of them.");
            }
        }
        for (int shard = 0; shard < group.shards(); shard++) {
            String ofShard = group.electionOf(shard);
            for (ResolvedElection election : elections) {
                if (election.name().equals(ofShard)) {
                    throw new InvalidElectionException(
                            "%s has a shard '%s', and there is an election of that name: %s"
                                    .formatted(keys.prefix, ofShard, election.key()),
                            "Rename the group or the election.");
                }
            }
        }
    }

    /**
     * Keys of one group.
     *
     * @param prefix their beginning, without a dot
     */
    private record Keys(String prefix) {

        static Keys of(String group) {
            return new Keys(LeaderElectionProperties.PREFIX + ".groups." + group);
        }

        int between(String key, @Nullable Integer value, int otherwise, int most) {
            int number = value == null ? otherwise : value;
            if (number < 1 || number > most) {
                throw refused(key, Integer.toString(number), "Set %s to a number from 1 to " + most + ".");
            }
            return number;
        }

        Duration notNegative(String key, @Nullable Duration value, Duration otherwise) {
            Duration time = value == null ? otherwise : value;
            if (time.isNegative()) {
                throw refused(key, DurationText.asConfigured(time), "Set %s to zero or more, for example 5s.");
            }
            return time;
        }

        /** Refuses the value of a key. The action has a place for the whole key. */
        InvalidElectionException refused(String key, String value, String action) {
            String whole = prefix + "." + key;
            return new InvalidElectionException("%s is %s".formatted(whole, value), action.replace("%s", whole));
        }
    }
}
