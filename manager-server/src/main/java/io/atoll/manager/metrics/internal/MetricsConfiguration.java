package io.atoll.manager.metrics.internal;

import io.atoll.manager.agentlink.AgentLink;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Wires what knows no framework. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class MetricsConfiguration {
    @Bean
    SampleStore sampleStore(Clock clock) {
        return new SampleStore(clock);
    }

    @Bean
    SampleCollector sampleCollector() {
        return new SampleCollector();
    }

    @Bean
    SampleIntake sampleIntake(SampleStore store, SampleCollector collector, Clock clock, AgentLink agents) {
        var intake = new SampleIntake(store, collector, clock);
        agents.addListener(intake);
        return intake;
    }
}
