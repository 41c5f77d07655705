package io.atoll.manager.dpm.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import io.atoll.manager.schedule.Retention;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What power saving has written goes when nobody will look at it any more. */
@Configuration(proxyBeanMethods = false)
class DpmHousekeeping {
    private static final Duration WISHES = Duration.ofDays(1);
    /** Each has a reason for every host. */
    private static final Duration ROUNDS = Duration.ofDays(7);

    @Bean
    Housekeeping oldDpmRounds(OldRows rows) {
        return rows.hourly("dpm-round-rows", "dpm_round", "at < :limit", ROUNDS);
    }

    @Bean
    Housekeeping endedDpmRecommendations(OldRows rows, Retention retention) {
        return rows.hourly(
                "dpm-recommendations",
                "dpm_recommendation",
                "ended_at is not null and updated_at < :limit",
                retention.drs());
    }

    @Bean
    Housekeeping oldDpmSpans(OldRows rows, Retention retention) {
        return rows.hourly("dpm-spans", "dpm_span", "ended_at < :limit", retention.samplesHourly());
    }

    @Bean
    Housekeeping oldDpmEnergy(OldRows rows, Retention retention) {
        return rows.hourly("dpm-energy", "dpm_energy", "hour < :limit", retention.samplesHourly());
    }

    @Bean
    Housekeeping oldRoomWishes(OldRows rows) {
        return rows.hourly("dpm-room-wishes", "dpm_room_wish", "at < :limit", WISHES);
    }
}
