package io.atoll.manager.maintenance.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import io.atoll.manager.schedule.Retention;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Maintenances go that ended as long ago as who did what is kept. */
@Configuration(proxyBeanMethods = false)
class MaintenanceHousekeeping {
    @Bean
    Housekeeping oldMaintenances(OldRows rows, Retention retention) {
        return rows.hourly("maintenances", "host_maintenance", "ended_at < :limit", retention.audit());
    }

    @Bean
    Housekeeping oldRollingMaintenances(OldRows rows, Retention retention) {
        return rows.hourly("rolling-maintenances", "rolling_maintenance", "ended_at < :limit", retention.audit());
    }
}
