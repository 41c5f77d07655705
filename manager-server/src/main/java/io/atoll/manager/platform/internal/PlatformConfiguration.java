package io.atoll.manager.platform.internal;

import io.atoll.manager.platform.BuildInfo;
import io.atoll.manager.platform.DataDirectory;
import io.atoll.manager.platform.Ids;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The only place that takes time, chance and folders from the machine. */
@Configuration(proxyBeanMethods = false)
class PlatformConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Ids ids(Clock clock) {
        return new TimeOrderedIds(clock, new SecureRandom());
    }

    @Bean
    BuildInfo buildInfo() {
        return BuildFile.read();
    }

    @Bean
    DataDirectory dataDirectory(PlatformProperties properties) {
        return new LocalDataDirectory(properties.dataDir());
    }
}
