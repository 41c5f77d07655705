package io.atoll.manager.webui.internal;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/** Puts the console behind every controller. */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {
    @Bean
    ResourceHttpRequestHandler consoleAssets() {
        return new ConsoleFiles(true);
    }

    @Bean
    ResourceHttpRequestHandler consolePages() {
        return new ConsoleFiles(false);
    }

    /** Spring Boot finds the start page too and would answer the root in a way of its own; this comes before that. */
    @Bean
    SimpleUrlHandlerMapping consoleRootMapping(ResourceHttpRequestHandler consolePages) {
        return new SimpleUrlHandlerMapping(Map.of("/", consolePages), 1);
    }

    @Bean
    SimpleUrlHandlerMapping consoleMapping(
            ResourceHttpRequestHandler consoleAssets, ResourceHttpRequestHandler consolePages) {
        return new SimpleUrlHandlerMapping(
                Map.of("/assets/**", consoleAssets, "/**", consolePages), Ordered.LOWEST_PRECEDENCE);
    }
}
