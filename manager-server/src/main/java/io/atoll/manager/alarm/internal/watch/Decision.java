package io.atoll.manager.alarm.internal.watch;

import io.atoll.manager.alarm.AlarmClearCause;
import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.internal.definition.AlarmDefinition;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to be changed in the list of alarms. */
sealed interface Decision {
    record Raise(
            AlarmDefinition definition,
            WatchedObject.Identity object,
            String topic,
            AlarmSeverity severity,
            AlarmText text)
            implements Decision {}

    /** Another severity. */
    record Regrade(UUID alarm, AlarmSeverity severity, AlarmText text) implements Decision {}

    /** The same alarm, in other words: what HA says of a cluster changes while it is said. */
    record Reword(UUID alarm, AlarmText text) implements Decision {}

    record Clear(UUID alarm, AlarmClearCause cause) implements Decision {}

    /** The condition of an alarm that was cleared by hand has not held for once: the next time it is raised again. */
    record Unmute(UUID alarm) implements Decision {}

    /** Whether there is data about an alarm's object. */
    record Sight(UUID alarm, boolean noData) implements Decision {}

    /** Where a value is shown. */
    static @Nullable Double rounded(@Nullable Double value) {
        return value == null ? null : Math.rint(value * 10) / 10;
    }
}
