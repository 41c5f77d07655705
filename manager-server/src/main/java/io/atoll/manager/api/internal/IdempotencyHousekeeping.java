package io.atoll.manager.api.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Remembered answers go that are past the 24 hours they are promised for. */
@Configuration(proxyBeanMethods = false)
class IdempotencyHousekeeping {
    @Bean
    Housekeeping oldAnswers(OldRows rows) {
        return rows.hourly("idempotency-keys", "idempotency_key", "created_at < :limit", IdempotencyStore.KEPT);
    }
}
