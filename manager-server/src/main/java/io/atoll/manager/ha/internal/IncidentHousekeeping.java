package io.atoll.manager.ha.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import io.atoll.manager.schedule.Retention;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Incidents go that ended long ago. One that never ended goes too, when nothing was added for as long. */
@Configuration(proxyBeanMethods = false)
class IncidentHousekeeping {
    @Bean
    Housekeeping oldIncidents(OldRows rows, Retention retention) {
        return rows.hourly("ha-incidents", "ha_incident", "last_at < :limit", retention.haIncidents());
    }
}
