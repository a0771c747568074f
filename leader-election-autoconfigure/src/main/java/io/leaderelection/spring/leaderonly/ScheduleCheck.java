package io.leaderelection.spring.leaderonly;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.util.StringValueResolver;

/** Checks that the schedules of a method run on an instance that is granted leadership after its start. */
final class ScheduleCheck {

    /** The first tick comes before the grant and is lost. It may be missed for this long without a word. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private ScheduleCheck() {}

    /**
     * @param values resolves placeholders
     */
    static Optional<Violation> violation(MarkedMethod method, StringValueResolver values) {
        boolean returnsNothing = method.method().getReturnType() == void.class;
        boolean ofGroup = method.attribute().isOfGroup();
        if (method.attribute().runOnGrant() && !ofGroup) {
            return returnsNothing && method.annotations().isPresent(Scheduled.class)
                    ? Optional.empty()
                    : method.violation(
                            "asks for runOnGrant, which is for @Scheduled methods that return void",
                            "Remove runOnGrant; to act when leadership begins, listen to LeadershipGrantedEvent.");
        }
        String fix = ofGroup
                ? "Listen to ShardsGrantedEvent, or "
                : (returnsNothing ? "Use" : "Return void and use")
                        + " @LeaderOnly(runOnGrant = true), which runs it when leadership is granted, or ";
        return MergedAnnotations.from(
                        method.method(), SearchStrategy.TYPE_HIERARCHY, RepeatableContainers.standardRepeatables())
                .stream(Scheduled.class)
                .filter(schedule -> schedule.getString("cron").isEmpty())
                .flatMap(schedule -> violation(method, schedule, values, fix).stream())
                .findFirst();
    }

    private static Optional<Violation> violation(
            MarkedMethod method, MergedAnnotation<Scheduled> schedule, StringValueResolver values, String fix) {
        Duration initial = time(schedule, "initialDelay", values);
        Duration rate = time(schedule, "fixedRate", values);
        Duration period = rate == null ? time(schedule, "fixedDelay", values) : rate;
        if (period == null && initial != null) {
            return method.violation(
                    "is scheduled once, %s after each instance has started: if another instance leads at that moment it runs nowhere"
                            .formatted(initial),
                    fix
                            + (method.attribute().isOfGroup()
                                    ? "use a cron expression."
                                    : "listen to LeadershipGrantedEvent."));
        }
        return period != null && period.compareTo(LONGEST) > 0 && initial == null
                ? method.violation(
                        "is scheduled every %s, beginning with the start of the application, before leadership can be granted: the first run would be lost, and no other come for that long"
                                .formatted(period),
                        fix + "say by initialDelay when the first run is due.")
                : Optional.empty();
    }

    /** A time of a schedule; {@code null} if it is not given, or if it is no time, which Spring will tell. */
    private static @Nullable Duration time(
            MergedAnnotation<Scheduled> schedule, String attribute, StringValueResolver values) {
        TimeUnit unit = schedule.getEnum("timeUnit", TimeUnit.class);
        if (schedule.getLong(attribute) >= 0) {
            return Duration.of(schedule.getLong(attribute), unit.toChronoUnit());
        }
        try {
            String text = values.resolveStringValue(schedule.getString(attribute + "String"));
            return text == null || text.isEmpty()
                    ? null
                    : DurationFormatterUtils.detectAndParse(
                            text, DurationFormat.Unit.fromChronoUnit(unit.toChronoUnit()));
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
