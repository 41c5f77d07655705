package io.atoll.hypervisor.api;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network interface as the agent inside the guest describes it. Hostile data: its form is checked, its truth is not. */
public record GuestInterface(String name, @Nullable MacAddress mac, List<InetAddress> addresses) {
    public GuestInterface {
        addresses = List.copyOf(addresses);
    }
}
