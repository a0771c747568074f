package io.leaderelection.evidence;

import io.leaderelection.it.apiserver.AuditLog;
import io.leaderelection.test.apiserver.ApiServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a candidate costs while nothing happens.
 *
 * @param leads whether it led all the time; else it was a standby
 * @param requests requests to the API server a minute, besides open watches
 * @param watches requests a minute that open a watch
 * @param cpuSeconds time on the processors in an hour
 * @param threads number of threads
 * @param residentMib memory that the process occupies
 */
record Upkeep(
        Contender contender,
        boolean leads,
        double requests,
        double watches,
        double cpuSeconds,
        long threads,
        long residentMib) {

    private static final Duration SELDOM = Duration.ofSeconds(10);

    /** Settles the teams and looks at their members for a while. */
    static List<Upkeep> measure(ApiServer server, List<Team> teams, Duration time) throws IOException {
        for (Team team : teams) {
            team.workFor(SELDOM);
        }
        teams.forEach(Team::settle);
        Instant begin = Instant.now();
        Map<Member, Vitals> before = new HashMap<>();
        teams.forEach(team -> team.alive().forEach(member -> before.put(member, vitals(member))));
        Pacing.waitUntil(System.nanoTime() + time.toNanos());
        List<Upkeep> upkeep = new ArrayList<>();
        for (Team team : teams) {
            Member leader = team.leader().orElseThrow();
            for (Member member : team.alive()) {
                upkeep.add(of(server, team, member, member == leader, before.get(member), begin, time));
            }
        }
        return upkeep;
    }

    private static Upkeep of(
            ApiServer server, Team team, Member member, boolean leads, Vitals before, Instant begin, Duration time) {
        Vitals now = vitals(member);
        double minutes = time.toMillis() / 60_000.0;
        return new Upkeep(
                team.contender(),
                leads,
                requests(server, member, begin, begin.plus(time), false) / minutes,
                requests(server, member, begin, begin.plus(time), true) / minutes,
                (now.cpuMillis() - before.cpuMillis()) / 1000.0 * 60 / minutes,
                now.threads(),
                now.residentKib() / 1024);
    }

    private static Vitals vitals(Member member) {
        return Vitals.of(member.process().pid());
    }

    private static long requests(ApiServer server, Member member, Instant from, Instant to, boolean watches) {
        String user = member.slot().account().userName();
        return AuditLog.of(server)
                .requests(request -> request.user().equals(user)
                        && request.arrivedBetween(from, to)
                        && request.verb().equals("watch") == watches)
                .size();
    }
}
