package io.leaderelection.test;

import io.leaderelection.GatedCallListener.Outcome;
import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AssertProvider;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Leadership at a test's command: of the default election, by {@link #of} of any other, and by {@link #shard} of a shard.
 *
 * <p>Every method returns when its consequences have come about: the listeners of the events have returned, workers and
 * lifecycles have been started or stopped. Where that takes longer than the timeout, an {@link AssertionError} says what
 * did not end. Tokens rise with every grant and are never set back.
 *
 * <p>Safe for use by several threads, which take turns; but the position is one for all who share the application
 * context. A switch must not be used by the listeners of its own events.
 */
public final class LeadershipSwitch implements AssertProvider<LeadershipAssert> {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private final SwitchBoard board;
    private final SwitchedElection election;

    LeadershipSwitch(SwitchBoard board, SwitchedElection election) {
        this.board = board;
        this.election = election;
    }

    /**
     * Puts a switch as a bean into a context without {@link LeaderElectionTest}, such as that of an
     * {@code ApplicationContextRunner}: {@code runner.withInitializer(LeadershipSwitch.startingAs(Role.FOLLOWER))}.
     *
     * @param role position in every election when the context has been refreshed
     */
    public static ApplicationContextInitializer<ConfigurableApplicationContext> startingAs(Role role) {
        return startingAs(role, DEFAULT_TIMEOUT);
    }

    /** As {@link #startingAs(Role)}, with how long the switch waits for listeners, lifecycles and running calls. */
    public static ApplicationContextInitializer<ConfigurableApplicationContext> startingAs(
            Role role, Duration timeout) {
        SwitchSettings settings = new SwitchSettings(role, timeout.toMillis(), false);
        return context -> settings.register((BeanDefinitionRegistry) context.getBeanFactory());
    }

    /**
     * The switch of another election of the same application.
     *
     * @throws IllegalArgumentException if there is no election of this name; the message tells the names there are
     */
    public LeadershipSwitch of(String name) {
        return new LeadershipSwitch(board, board.election(name));
    }

    /**
     * The switch of one shard of a group of the same application: {@link #grant} has this instance own it.
     *
     * @throws IllegalArgumentException if there is no such group, or no such shard
     */
    public LeadershipSwitch shard(String group, int shard) {
        return new LeadershipSwitch(board, board.shard(group, shard));
    }

    /** The election itself, as the application sees it. */
    public LeaderElection election() {
        return election.election();
    }

    /** Begins a term, unless one goes on. Work that an earlier term has left running is awaited first. */
    public void grant() {
        board.grant(election);
    }

    /**
     * Ends the term in order, as a resignation or a shutdown would: the gate shuts, running work is told to stop and
     * awaited. Called within a gated call, it does not wait for running work.
     */
    public void revoke() {
        board.revoke(election, "revoke()", () -> election.revoke(null));
    }

    /** As {@link #revoke}; and another instance leads from now on, which followers are told of by name. */
    public void revokeInFavourOf(String leader) {
        board.revoke(election, "revokeInFavourOf()", () -> election.revoke(leader));
    }

    /** As {@link #lose(LossReason)}, because no renewal was confirmed in time. */
    public void lose() {
        lose(LossReason.DEADLINE);
    }

    /**
     * Ends the term as one that is lost: the gate shuts, lifecycles stop and work is told to stop; but calls that go on
     * are not awaited, so that a test can see what becomes of a call that outlives its term.
     *
     * @throws IllegalArgumentException if the reason is that of a term given up in order; see {@link #revoke}
     */
    public void lose(LossReason reason) {
        if (reason.isVoluntary()) {
            throw new IllegalArgumentException("reason (%s) is not one of a lost term; use revoke()".formatted(reason));
        }
        board.lose(election, reason);
    }

    /** What became of calls at this election's gate since the test began, in their order; of very many, the latest. */
    public List<RecordedCall> calls() {
        return board.calls(election.name());
    }

    /** Names of the calls with this outcome since the test began, in their order. */
    public List<String> calls(Outcome outcome) {
        return calls().stream()
                .filter(call -> call.outcome() == outcome)
                .map(RecordedCall::call)
                .toList();
    }

    /** For {@code assertThat(leadership)}. */
    @Override
    public LeadershipAssert assertThat() {
        return new LeadershipAssert(this);
    }

    @Override
    public String toString() {
        return "Election '%s', %s, with calls %s".formatted(election.name(), election.role(), calls());
    }
}
