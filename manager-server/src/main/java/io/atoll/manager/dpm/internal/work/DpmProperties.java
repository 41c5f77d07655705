package io.atoll.manager.dpm.internal.work;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code atoll.dpm.*}: how patient power saving is.
 *
 * @param every from one look at a cluster to the next
 * @param lookEvery from one look at a task that is waited for to the next
 * @param blockedLimit how long a VM that cannot leave is waited for before a drain is called off
 * @param drainLimit how long a drain may take altogether
 * @param healthLimit how long a host that has woken may be unwell before somebody is asked
 * @param rest how long a host is left awake after a parking that came to nothing
 * @param restForWish the same where it did only because a VM wanted room
 */
@ConfigurationProperties("atoll.dpm")
public record DpmProperties(
        @DefaultValue("1m") Duration every,
        @DefaultValue("1s") Duration lookEvery,
        @DefaultValue("1m") Duration blockedLimit,
        @DefaultValue("1h") Duration drainLimit,
        @DefaultValue("10m") Duration healthLimit,
        @DefaultValue("2h") Duration rest,
        @DefaultValue("5m") Duration restForWish) {}
