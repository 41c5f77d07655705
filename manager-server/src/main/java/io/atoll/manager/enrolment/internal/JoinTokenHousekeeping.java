package io.atoll.manager.enrolment.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import io.atoll.manager.schedule.Retention;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Join tokens go that were used or ran out long enough ago. */
@Configuration(proxyBeanMethods = false)
class JoinTokenHousekeeping {
    @Bean
    Housekeeping spentJoinTokens(OldRows rows, Retention retention) {
        return rows.hourly(
                "join-tokens", "join_token", "expires_at < :limit or used_at < :limit", retention.joinTokens());
    }
}
