package io.atoll.manager.drs.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import io.atoll.manager.schedule.Retention;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Rounds and recommendations go that ended long ago. */
@Configuration(proxyBeanMethods = false)
class DrsHousekeeping {
    @Bean
    Housekeeping oldDrsRounds(OldRows rows, Retention retention) {
        return rows.hourly("drs-round-rows", "drs_round", "at < :limit", retention.drs());
    }

    @Bean
    Housekeeping endedDrsRecommendations(OldRows rows, Retention retention) {
        return rows.hourly(
                "drs-recommendations",
                "drs_recommendation",
                "ended_at is not null and updated_at < :limit",
                retention.drs());
    }
}
