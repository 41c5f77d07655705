package io.atoll.manager.task.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import io.atoll.manager.schedule.Retention;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tasks go that ended long ago. Children go with their parent, which ends last. */
@Configuration(proxyBeanMethods = false)
class TaskHousekeeping {
    @Bean
    Housekeeping endedTasks(OldRows rows, Retention retention) {
        return rows.hourly("tasks", "task", "ended_at < :limit and parent_id is null", retention.tasks());
    }
}
