package io.atoll.manager.vm.internal.cloudinit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the guest is told of one network card.
 *
 * @param addressWithPrefix such as {@code 10.0.0.5/24}; DHCP where {@code null}
 */
public record GuestNic(
        int index,
        String mac,
        @Nullable String addressWithPrefix,
        @Nullable String gateway,
        List<String> dnsServers,
        int mtuBytes) {
    public GuestNic {
        dnsServers = List.copyOf(dnsServers);
    }
}
