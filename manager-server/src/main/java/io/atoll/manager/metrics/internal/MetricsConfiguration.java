package io.atoll.manager.metrics.internal;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Wires the sample store. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class MetricsConfiguration {
    @Bean
    SampleStore sampleStore(Clock clock) {
        return new SampleStore(clock);
    }
}
