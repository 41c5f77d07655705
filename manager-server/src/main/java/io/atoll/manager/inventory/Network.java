package io.atoll.manager.inventory;

import io.atoll.manager.api.Naming;
import io.atoll.model.ClusterId;
import io.atoll.model.NetworkId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network of a cluster: the same layer-2 segment on every host. */
public record Network(
        NetworkId id,
        Naming naming,
        long revision,
        Instant createdAt,
        ClusterId clusterId,
        int vlan,
        int mtuBytes,
        boolean antiSpoofing,
        Addressing addressing) {
    /** How guests get their addresses. */
    public enum AddressMode {
        /** From a DHCP server on the network, which is not ours. */
        DHCP,
        /** From the range, told to the guest through cloud-init. */
        STATIC
    }

    /** The network's addresses as text; for STATIC subnet and range are there. */
    public record Addressing(
            AddressMode mode,
            @Nullable String subnetCidr,
            @Nullable String gateway,
            List<String> dnsServers,
            @Nullable String rangeStart,
            @Nullable String rangeEnd) {
        public Addressing {
            dnsServers = List.copyOf(dnsServers);
        }
    }

    public String name() {
        return naming.name();
    }

    public boolean hasStaticAddresses() {
        return addressing.mode == AddressMode.STATIC;
    }

    public Network named(Naming newNaming) {
        return new Network(id, newNaming, revision, createdAt, clusterId, vlan, mtuBytes, antiSpoofing, addressing);
    }

    public Network shaped(int newVlan, int newMtuBytes, boolean newAntiSpoofing, Addressing newAddressing) {
        return new Network(
                id, naming, revision, createdAt, clusterId, newVlan, newMtuBytes, newAntiSpoofing, newAddressing);
    }
}
