package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
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

/** Whether a schedule runs at all on an instance that begins to lead later than it begins to run. */
final class ScheduleCheck {

    /** A first tick that is lost, as it comes before the grant, may be missed for this long without a word. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final String where;
    private final GateRule rule;
    private final StringValueResolver values;

    /**
     * @param where the method in words, to begin a sentence with
     * @param values resolves placeholders
     */
    ScheduleCheck(String where, GateRule rule, StringValueResolver values) {
        this.where = where;
        this.rule = rule;
        this.values = values;
    }

    /** What is wrong with any of the schedules of a method. */
    Optional<Refusal> refusal(Method method) {
        return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY, RepeatableContainers.standardRepeatables())
                .stream(Scheduled.class)
                .flatMap(schedule -> refusal(method, schedule).stream())
                .findFirst();
    }

    private Optional<Refusal> refusal(Method method, MergedAnnotation<Scheduled> schedule) {
        if (rule.runOnGrant() || !schedule.getString("cron").isEmpty()) {
            return Optional.empty();
        }
        Duration initial = time(schedule, "initialDelay");
        Duration rate = time(schedule, "fixedRate");
        Duration period = rate == null ? time(schedule, "fixedDelay") : rate;
        if (period == null) {
            return initial == null
                    ? Optional.empty()
                    : refuse(
                            method,
                            "is scheduled once, %s after each instance has started: if another instance leads at that moment it runs nowhere"
                                    .formatted(initial),
                            "or listen to LeadershipGrantedEvent");
        }
        return period.compareTo(LONGEST) > 0 && initial == null
                ? refuse(
                        method,
                        "is scheduled every %s, beginning with the start of the application, before leadership can be granted: the first run would be lost, and no other come for that long"
                                .formatted(period),
                        "or say by initialDelay when the first run is due")
                : Optional.empty();
    }

    private Optional<Refusal> refuse(Method method, String what, String otherwise) {
        String run = method.getReturnType() == void.class
                ? "Use @LeaderOnly(runOnGrant = true), which runs it when leadership is granted, "
                : "Return void and use @LeaderOnly(runOnGrant = true), which runs it when leadership is granted, ";
        return Optional.of(new Refusal(where + " " + what + ".", run + otherwise + "."));
    }

    /** A time of a schedule; {@code null} if it is not given, or if it is no time, which Spring will tell. */
    private @Nullable Duration time(MergedAnnotation<Scheduled> schedule, String attribute) {
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
