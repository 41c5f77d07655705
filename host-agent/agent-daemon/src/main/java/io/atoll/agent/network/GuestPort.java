package io.atoll.agent.network;

import io.atoll.hypervisor.api.MacAddress;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where one network card of a guest is plugged in, and what the guest may send through it. Without allowed addresses
 * only the MAC address is checked. With {@code antiSpoofing} off everything passes.
 */
public record GuestPort(
        HostId host,
        VmId vm,
        int index,
        MacAddress mac,
        Segment segment,
        boolean antiSpoofing,
        List<Ipv4> allowedIpv4) {
    static final Pattern TAP_NAME = Pattern.compile("at[0-9a-f]{10}-[0-9]{1,2}");

    public GuestPort {
        allowedIpv4 = List.copyOf(allowedIpv4);
    }

    /** What the card is plugged into; VLAN 0 is what the uplink carries untagged. */
    public record Segment(int vlan, int mtuBytes) {}

    /** The tap's name: fits the kernel's 15 characters and is the same every time. */
    public String tap() {
        try {
            var owner = (host + "/" + vm).getBytes(StandardCharsets.US_ASCII);
            var digest = MessageDigest.getInstance("SHA-256").digest(owner);
            return "at%s-%d".formatted(HexFormat.of().formatHex(digest, 0, 5), index);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
