package io.atoll.manager.egress.internal;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code atoll.egress.*}. Addresses inside the house are closed to URLs of users unless they are listed in {@code allow},
 * as subnets such as {@code 10.1.2.0/24}.
 */
@ConfigurationProperties("atoll.egress")
public record EgressProperties(@DefaultValue List<String> allow) {
    public EgressProperties {
        allow = List.copyOf(allow);
        allow.forEach(AddressRange::parse);
    }
}
