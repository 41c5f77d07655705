package io.atoll.manager.alarm.internal.watch;

import io.atoll.manager.alarm.AlarmClearCause;
import io.atoll.manager.alarm.AlarmState;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import java.time.Clock;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do with alarms. */
@Service
@Transactional
public class AlarmActions {
    private final JdbcClient jdbc;
    private final AlarmBook book;
    private final Clock clock;

    AlarmActions(JdbcClient jdbc, AlarmBook book, Clock clock) {
        this.jdbc = jdbc;
        this.book = book;
        this.clock = clock;
    }

    private record Locked(AlarmState state, boolean clearsByItself) {}

    public void acknowledge(UUID id, String by, String note) {
        var alarm = lock(id);
        if (alarm.state != AlarmState.RAISED) {
            throw new AtollException(
                    ErrorCode.ALARM_WRONG_STATE,
                    "The alarm is %s; only one that is RAISED can be acknowledged.".formatted(alarm.state));
        }
        book.acknowledge(id, by, note, clock.instant());
    }

    /** Not raised again for this object before the condition has not held for once. */
    public void clear(UUID id, String by, String note) {
        var alarm = lock(id);
        if (alarm.state == AlarmState.CLEARED) {
            throw new AtollException(ErrorCode.ALARM_WRONG_STATE, "The alarm is CLEARED already.");
        }
        if (alarm.clearsByItself) {
            throw new AtollException(
                    ErrorCode.ALARM_WRONG_STATE,
                    "The alarm clears by itself when its figure is back within its limit. Acknowledge it, or change or disable its definition.");
        }
        book.clear(id, AlarmClearCause.BY_HAND, by, note, clock.instant());
    }

    private Locked lock(UUID id) {
        return jdbc.sql("select state, clears_by_itself from alarm where id = :id for update")
                .param("id", id)
                .query((row, _) ->
                        new Locked(AlarmState.valueOf(row.getString("state")), row.getBoolean("clears_by_itself")))
                .optional()
                .orElseThrow(
                        () -> new AtollException(ErrorCode.ALARM_NOT_FOUND, "There is no alarm %s.".formatted(id)));
    }
}
