package io.atoll.manager.identity.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sessions that have ended go; nobody could use them any more. */
@Configuration(proxyBeanMethods = false)
class SessionHousekeeping {
    @Bean
    Housekeeping endedSessions(OldRows rows) {
        return rows.hourly("sessions", "session", "expires_at <= :limit", Duration.ZERO);
    }
}
