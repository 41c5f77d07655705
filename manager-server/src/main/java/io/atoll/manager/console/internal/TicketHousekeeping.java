package io.atoll.manager.console.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tickets nobody came with in time go. */
@Configuration(proxyBeanMethods = false)
class TicketHousekeeping {
    @Bean
    Housekeeping unusedTickets(OldRows rows) {
        return rows.hourly("console-tickets", "console_ticket", "expires_at <= :limit", Duration.ZERO);
    }
}
