package io.atoll.manager.inventory.internal.network;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.inventory.Network;
import io.atoll.manager.inventory.Network.AddressMode;
import io.atoll.manager.inventory.Network.Addressing;
import io.atoll.manager.inventory.internal.Ipv4;
import io.atoll.manager.inventory.internal.Ipv4Subnet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client may say of a network's shape. What is missing keeps its value, or has the default of a new network. */
public record NetworkDraft(
        @Nullable Integer vlan,
        @Nullable Integer mtuBytes,
        @Nullable String subnetCidr,
        @Nullable String gateway,
        @Nullable List<@Nullable String> dnsServers,
        @Nullable String addressing,
        @Nullable String rangeStart,
        @Nullable String rangeEnd,
        @Nullable Boolean antiSpoofing) {
    private static final int HIGHEST_VLAN = 4094;
    private static final int LEAST_MTU_BYTES = 1280;
    private static final int MOST_MTU_BYTES = 9000;
    private static final int MOST_DNS_SERVERS = 3;

    static final Addressing NO_ADDRESSES = new Addressing(AddressMode.DHCP, null, null, List.of(), null, null);

    /** {@code before} with what this draft says. */
    Network applyTo(Network before, InputCheck check) {
        return before.shaped(
                vlan == null ? before.vlan() : check.range("spec.vlan", vlan, 0, HIGHEST_VLAN),
                mtuBytes == null
                        ? before.mtuBytes()
                        : check.range("spec.mtuBytes", mtuBytes, LEAST_MTU_BYTES, MOST_MTU_BYTES),
                antiSpoofing == null ? before.antiSpoofing() : antiSpoofing,
                addressing(before.addressing(), check));
    }

    private Addressing addressing(Addressing before, InputCheck check) {
        var merged = new Addressing(
                check.choice("spec.addressing", addressing, AddressMode.class, before.mode()),
                subnetCidr == null ? before.subnetCidr() : subnetCidr,
                gateway == null ? before.gateway() : gateway,
                dnsServers == null ? before.dnsServers() : dnsServers(dnsServers, check),
                rangeStart == null ? before.rangeStart() : rangeStart,
                rangeEnd == null ? before.rangeEnd() : rangeEnd);
        checkSubnet(merged, check);
        return merged;
    }

    private static List<String> dnsServers(List<@Nullable String> servers, InputCheck check) {
        check.require(
                servers.size() <= MOST_DNS_SERVERS,
                "spec.dnsServers",
                "There are %d DNS servers; at most %d are used.".formatted(servers.size(), MOST_DNS_SERVERS));
        return servers.stream()
                .map(server -> server == null ? "" : server)
                .peek(server -> check.require(
                        Ipv4.parse(server).filter(Ipv4::isUnicast).isPresent(),
                        "spec.dnsServers",
                        "A DNS server is not an IPv4 address like 192.0.2.1."))
                .toList();
    }

    private static void checkSubnet(Addressing addressing, InputCheck check) {
        if (addressing.subnetCidr() == null) {
            check.require(
                    addressing.mode() == AddressMode.DHCP,
                    "spec.subnetCidr",
                    "A network with STATIC addressing needs subnetCidr, rangeStart and rangeEnd.");
            check.require(
                    addressing.gateway() == null && addressing.rangeStart() == null && addressing.rangeEnd() == null,
                    "spec.subnetCidr",
                    "gateway, rangeStart and rangeEnd mean nothing without subnetCidr.");
            return;
        }
        var subnet = Ipv4Subnet.parse(addressing.subnetCidr());
        if (subnet.isEmpty()) {
            check.refuse(
                    "spec.subnetCidr",
                    "spec.subnetCidr must be an IPv4 subnet of /16 to /30 without host bits, like 192.0.2.0/24.");
            return;
        }
        if (addressing.gateway() != null) {
            inside("spec.gateway", addressing.gateway(), subnet.get(), check);
        }
        checkRange(addressing, subnet.get(), check);
    }

    private static void checkRange(Addressing addressing, Ipv4Subnet subnet, InputCheck check) {
        if (addressing.rangeStart() == null || addressing.rangeEnd() == null) {
            check.require(
                    addressing.mode() == AddressMode.DHCP
                            && addressing.rangeStart() == null
                            && addressing.rangeEnd() == null,
                    "spec.rangeStart",
                    "A network with STATIC addressing needs both rangeStart and rangeEnd.");
            return;
        }
        var start = inside("spec.rangeStart", addressing.rangeStart(), subnet, check);
        var end = inside("spec.rangeEnd", addressing.rangeEnd(), subnet, check);
        check.require(
                start == null || end == null || start.compareTo(end) <= 0,
                "spec.rangeEnd",
                "spec.rangeEnd is below spec.rangeStart.");
    }

    private static @Nullable Ipv4 inside(String field, String text, Ipv4Subnet subnet, InputCheck check) {
        var address = Ipv4.parse(text).filter(subnet::offers);
        check.require(address.isPresent(), field, "%s is not an address of a host in %s.".formatted(field, subnet));
        return address.orElse(null);
    }
}
