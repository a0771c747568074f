package io.leaderelection.evidence;

import io.leaderelection.it.apiserver.Account;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.LeaseHistory;
import io.leaderelection.it.apiserver.Leases;
import io.leaderelection.it.apiserver.Permission;
import io.leaderelection.it.proxy.TcpFaultProxy;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.MissingPrerequisiteException;
import io.leaderelection.test.apiserver.TestNamespace;
import io.leaderelection.test.process.LeashedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Three candidates of one contender on one lease, each behind a network of its own. */
final class Team implements AutoCloseable {

    static final String LEASE = "contest";
    private static final int SIZE = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Contender contender;
    private final Timings timings;
    private final Path work;
    private final Path directory;
    private final List<String> command;
    private final TestNamespace namespace;
    private final LeaseHistory lease;
    private final Receiver receiver = new Receiver();
    private final List<Slot> slots = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final List<Span> pauses = new ArrayList<>();

    /**
     * Prepares a team; {@link #settle} starts it.
     *
     * @param directory for histories and logs
     * @throws MissingPrerequisiteException if the contender cannot be built here
     */
    Team(ApiServer server, Contender contender, Timings timings, Path directory) throws MissingPrerequisiteException {
        this.contender = contender;
        this.timings = timings;
        this.directory = directory;
        this.work = directory.resolve("work");
        this.command = contender.command();
        this.namespace = server.newNamespace(contender.label());
        this.lease = leases().history(LEASE);
        for (int i = 1; i <= SIZE; i++) {
            Account account = Account.in(namespace, "replica-" + i).may(allRights());
            slots.add(new Slot(account, TcpFaultProxy.to(server.url())));
        }
    }

    /** More than any contender needs. */
    static Permission allRights() {
        return Permission.onLeases("get", "create", "update", "patch", "list", "watch");
    }

    Contender contender() {
        return contender;
    }

    Timings timings() {
        return timings;
    }

    Leases leases() {
        return Leases.in(namespace);
    }

    Receiver receiver() {
        return receiver;
    }

    LeaseHistory lease() {
        return lease;
    }

    /** Those that have ever run, in the order of their starts. */
    List<Member> members() {
        return List.copyOf(members);
    }

    /** Those that run. */
    List<Member> alive() {
        return members.stream().filter(member -> member.process().isAlive()).toList();
    }

    /** What all processes have told so far, and when they were paused. */
    Judge judge(long from) {
        List<Line> lines = members.stream()
                .flatMap(member -> member.linesSince(from).stream())
                .toList();
        return new Judge(lines, pauses);
    }

    /** From its next unit on the leader's work takes so long; to be said before the first start. */
    void workFor(Duration time) throws IOException {
        Path next = Files.writeString(directory.resolve("work.next"), Long.toString(time.toMillis()));
        Files.move(next, work, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Starts whom it lacks, and waits until one leads and the others have had the time to see it. */
    Member settle() {
        for (Slot slot : slots) {
            if (alive().stream().noneMatch(member -> member.slot().equals(slot))) {
                start(slot, "");
            }
        }
        alive().forEach(member -> member.awaitStart(PATIENCE));
        Span rest = new Span("", System.nanoTime(), System.nanoTime() + rest().toNanos());
        Awaiting.until(
                contender.label() + " settles",
                PATIENCE,
                () -> System.nanoTime() > rest.to() && leader().isPresent() && alive().size() >= SIZE);
        return leader().orElseThrow();
    }

    /** Starts a further process with the identity of another. */
    Member startTwinOf(Member member) {
        return start(member.slot(), member.name());
    }

    void pause(Member member) {
        pauses.add(new Span(member.name(), System.nanoTime(), Long.MAX_VALUE));
        member.process().pause();
    }

    void resume(Member member) {
        Span paused = pauses.remove(pauses.size() - 1);
        pauses.add(new Span(member.name(), paused.from(), System.nanoTime()));
        member.process().resume();
    }

    /** Who says that it leads, if anybody does. */
    Optional<Member> leader() {
        return alive().stream().filter(Member::leads).max(Comparator.comparing(Member::name));
    }

    @Override
    public void close() throws Exception {
        members.forEach(Member::close);
        lease.close();
        slots.forEach(slot -> slot.network().close());
        receiver.close();
        namespace.close();
    }

    /** Long enough for two looks at the lease. */
    private Duration rest() {
        return timings.retryPeriod().multipliedBy(2).plusSeconds(1);
    }

    private Member start(Slot slot, String sameAs) {
        String name = contender.label() + "-" + (members.size() + 1);
        Path history = directory.resolve(name + ".history");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "CANDIDATE_IDENTITY",
                        sameAs.isEmpty() ? name : sameAs,
                        "CANDIDATE_NAMESPACE",
                        namespace.name(),
                        "CANDIDATE_LEASE",
                        LEASE,
                        "CANDIDATE_LEASE_DURATION",
                        "" + timings.leaseDuration().toMillis(),
                        "CANDIDATE_RENEW_DEADLINE",
                        "" + timings.renewDeadline().toMillis(),
                        "CANDIDATE_RETRY_PERIOD",
                        "" + timings.retryPeriod().toMillis(),
                        "CANDIDATE_WORK",
                        work.toString(),
                        "CANDIDATE_RECEIVER",
                        receiver.url().toString(),
                        "CANDIDATE_HISTORY",
                        history.toString(),
                        "KUBECONFIG",
                        slot.account().kubeconfig(slot.network().url()).toString()));
        Member member = new Member(name, slot, history, LeashedProcess.start(builder));
        members.add(member);
        return member;
    }
}
