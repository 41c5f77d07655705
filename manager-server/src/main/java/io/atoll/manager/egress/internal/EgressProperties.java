package io.atoll.manager.egress.internal;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code atoll.egress.*}. Addresses inside the house are closed to URLs of users unless they are listed in {@code allow},
 * as subnets such as {@code 10.1.2.0/24}. {@code management} lists, as subnets too, where management controllers of hosts may
 * be; without it the private networks.
 */
@ConfigurationProperties("atoll.egress")
public record EgressProperties(
        @DefaultValue List<String> allow,

        @DefaultValue({"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"})
        List<String> management) {
    public EgressProperties {
        allow = List.copyOf(allow);
        allow.forEach(AddressRange::parse);
        management = List.copyOf(management);
        management.forEach(AddressRange::parse);
    }
}
