package io.atoll.manager.alarm.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import io.atoll.manager.schedule.Retention;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is removed by the clock: alarms and notifications that are over. */
@Configuration(proxyBeanMethods = false)
class AlarmConfiguration {
    @Bean
    Housekeeping alarmHousekeeping(OldRows rows, Retention retention) {
        return rows.hourly(
                "alarms", "alarm", "state = 'CLEARED' and not muted and cleared_at < :limit", retention.alarms());
    }

    @Bean
    Housekeeping notificationHousekeeping(OldRows rows, Retention retention) {
        return rows.hourly(
                "notifications", "notification", "state <> 'PENDING' and ended_at < :limit", retention.notifications());
    }
}
