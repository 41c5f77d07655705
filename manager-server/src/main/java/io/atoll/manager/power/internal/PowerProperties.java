package io.atoll.manager.power.internal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code atoll.power.*}.
 *
 * @param answerLimit how long a controller may take for one answer
 * @param lookEvery the pause between two looks at a host's power; two that agree confirm a state
 * @param measureEvery the pause between two rounds that ask the controllers what their hosts draw
 * @param ipmitool the program that speaks IPMI
 */
@ConfigurationProperties("atoll.power")
record PowerProperties(
        @DefaultValue("15s") Duration answerLimit,
        @DefaultValue("2s") Duration lookEvery,
        @DefaultValue("60s") Duration measureEvery,
        @DefaultValue("ipmitool") String ipmitool) {
    PowerProperties {
        if (!answerLimit.isPositive() || !lookEvery.isPositive() || !measureEvery.isPositive()) {
            throw new IllegalArgumentException(
                    "atoll.power.answer-limit (%s), atoll.power.look-every (%s) and atoll.power.measure-every (%s) must be longer than 0."
                            .formatted(answerLimit, lookEvery, measureEvery));
        }
    }

    /** A measured figure counts until its successor is late by more than one round and the answers in it. */
    Duration measuredValid() {
        return measureEvery.multipliedBy(2).plus(answerLimit.multipliedBy(4));
    }
}
