package io.atoll.manager.egress.internal;

import io.atoll.manager.egress.EgressClient;
import io.atoll.manager.egress.ManagementNetworks;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the egress client with the system's name service and the certificates the Java runtime trusts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EgressProperties.class)
class EgressConfiguration {
    @Bean
    EgressClient egressClient(EgressProperties properties, Clock clock) {
        var http = new PinnedHttp(
                new AddressPolicy(properties.allow()),
                host -> List.of(InetAddress.getAllByName(host)),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                clock);
        return new SocketEgressClient(http, clock);
    }

    @Bean
    ManagementNetworks managementNetworks(EgressProperties properties) {
        return new ListedNetworks(properties.management(), host -> List.of(InetAddress.getAllByName(host)));
    }
}
