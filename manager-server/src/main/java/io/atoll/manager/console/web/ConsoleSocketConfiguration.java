package io.atoll.manager.console.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/** Serves consoles over WebSocket. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class ConsoleSocketConfiguration implements WebSocketConfigurer {
    static final String PATH = "/api/v1/console";
    private static final int LARGEST_MESSAGE_BYTES = 256 * 1024;

    private final ConsoleSocketHandler handler;
    private final ConsoleHandshake handshake;

    ConsoleSocketConfiguration(ConsoleSocketHandler handler, ConsoleHandshake handshake) {
        this.handler = handler;
        this.handshake = handshake;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        // The origin is checked by our own handshake, which also wants one to be there.
        registry.addHandler(handler, PATH).addInterceptors(handshake).setAllowedOriginPatterns("*");
    }

    @Bean
    static ServletServerContainerFactoryBean consoleSocketLimits() {
        var container = new ServletServerContainerFactoryBean();
        container.setMaxBinaryMessageBufferSize(LARGEST_MESSAGE_BYTES);
        container.setMaxTextMessageBufferSize(1024);
        return container;
    }
}
