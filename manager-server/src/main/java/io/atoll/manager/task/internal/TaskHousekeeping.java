package io.atoll.manager.task.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import io.atoll.manager.schedule.Retention;
import io.atoll.manager.schedule.Rhythm;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Removes tasks that ended long ago. Children go with their parent, which ends last. */
@Component
class TaskHousekeeping implements Housekeeping {
    private final JdbcClient jdbc;
    private final Retention retention;
    private final Clock clock;

    TaskHousekeeping(JdbcClient jdbc, Retention retention, Clock clock) {
        this.jdbc = jdbc;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "tasks";
    }

    @Override
    public Rhythm rhythm() {
        return Rhythm.HOURLY;
    }

    @Override
    public int removeBatch() {
        return OldRows.remove(
                jdbc,
                "task",
                "ended_at < :limit and parent_id is null",
                clock.instant().minus(retention.tasks()));
    }
}
