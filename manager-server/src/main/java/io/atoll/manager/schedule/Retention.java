package io.atoll.manager.schedule;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code atoll.retention.*}: how long rows are kept after they were last good for anything. Sessions, console tickets and
 * remembered answers are not here; they go when they expire.
 *
 * @param events how far back the history of changes reaches, and a client may have been away without starting over
 * @param tasks how long a task can be looked at after it ended
 * @param joinTokens how long a used or expired join token stays in the list
 * @param audit how long who did what can be looked up
 * @param haIncidents how long it can be looked up what HA did
 * @param drs how long it can be looked up what balancing found and did
 * @param samples how long charts show every 20 seconds
 * @param samplesFiveMinutes how long charts show every five minutes
 * @param samplesHourly how long charts show every hour
 * @param alarms how long an alarm that is over can be looked up
 * @param notifications how long it can be looked up whether somebody was told
 */
@ConfigurationProperties("atoll.retention")
public record Retention(
        @DefaultValue("30d") Duration events,
        @DefaultValue("30d") Duration tasks,
        @DefaultValue("7d") Duration joinTokens,
        @DefaultValue("730d") Duration audit,
        @DefaultValue("730d") Duration haIncidents,
        @DefaultValue("90d") Duration drs,
        @DefaultValue("2d") Duration samples,
        @DefaultValue("30d") Duration samplesFiveMinutes,
        @DefaultValue("400d") Duration samplesHourly,
        @DefaultValue("365d") Duration alarms,
        @DefaultValue("30d") Duration notifications) {
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration SHORTEST_SAMPLES = Duration.ofHours(3);
    private static final Duration SHORTEST_AUDIT = Duration.ofDays(30);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    public Retention {
        check("events", events, SHORTEST, "so that a client can go on after a break");
        check("tasks", tasks, SHORTEST, "so that people can see how a task ended");
        check("join-tokens", joinTokens, SHORTEST, "so that a host that tries again hears why its token is refused");
        check("audit", audit, SHORTEST_AUDIT, "so that nobody wipes their traces by a setting");
        check("ha-incidents", haIncidents, SHORTEST, "so that people can see why a VM was restarted");
        check("drs", drs, SHORTEST, "so that people can see whether a migration helped");
        check("samples", samples, SHORTEST_SAMPLES, "so that balancing can see what VMs use");
        check("samples-five-minutes", samplesFiveMinutes, SHORTEST_SAMPLES, "so that hours can be made of them");
        check("samples-hourly", samplesHourly, SHORTEST_SAMPLES, "so that there is something to show");
        check("alarms", alarms, SHORTEST, "so that people can see what was wrong");
        check("notifications", notifications, SHORTEST, "so that people can see whether somebody was told");
    }

    private static void check(String name, Duration value, Duration shortest, String reason) {
        if (value.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("atoll.retention.%s (%s) must be at least %s, %s."
                    .formatted(name, text(value), text(shortest), reason));
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "atoll.retention.%s (%s) must be at most %s. Maybe that is a slip of the pen."
                            .formatted(name, text(value), text(LONGEST)));
        }
    }

    /** As it is written in the configuration. */
    private static String text(Duration value) {
        if (value.toDays() > 0 && value.equals(Duration.ofDays(value.toDays()))) {
            return value.toDays() + "d";
        }
        return value.toHours() > 0 && value.equals(Duration.ofHours(value.toHours()))
                ? value.toHours() + "h"
                : value.toString();
    }
}
