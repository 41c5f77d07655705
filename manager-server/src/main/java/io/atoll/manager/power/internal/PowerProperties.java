package io.atoll.manager.power.internal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code atoll.power.*}.
 *
 * @param answerLimit how long a controller may take for one answer
 * @param lookEvery the pause between two looks at a host's power; two that agree confirm a state
 * @param ipmitool the program that speaks IPMI
 */
@ConfigurationProperties("atoll.power")
record PowerProperties(
        @DefaultValue("15s") Duration answerLimit,
        @DefaultValue("2s") Duration lookEvery,
        @DefaultValue("ipmitool") String ipmitool) {
    PowerProperties {
        if (!answerLimit.isPositive() || !lookEvery.isPositive()) {
            throw new IllegalArgumentException(
                    "atoll.power.answer-limit (%s) and atoll.power.look-every (%s) must be longer than 0."
                            .formatted(answerLimit, lookEvery));
        }
    }
}
