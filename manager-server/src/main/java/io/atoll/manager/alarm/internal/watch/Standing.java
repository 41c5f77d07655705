package io.atoll.manager.alarm.internal.watch;

import io.atoll.manager.alarm.AlarmSeverity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alarm that is not over, as it is stored.
 *
 * @param key null: its definition is gone
 * @param muted cleared by somebody while its condition held
 */
record Standing(
        UUID id, @Nullable AlarmKey key, AlarmSeverity severity, String detail, boolean noData, boolean muted) {}
