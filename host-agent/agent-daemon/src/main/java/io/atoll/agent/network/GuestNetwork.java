package io.atoll.agent.network;

import io.atoll.model.NetworkId;

/** A network guests can be plugged into: a VLAN of the bridge; VLAN 0 is what the uplink carries untagged. */
public record GuestNetwork(NetworkId id, String name, int vlan, int mtuBytes) {
    public static final int HIGHEST_VLAN = 4094;
    private static final int SMALLEST_MTU = 1280;
    private static final int LARGEST_MTU = 9000;

    public GuestNetwork {
        if (vlan < 0 || vlan > HIGHEST_VLAN) {
            throw new IllegalArgumentException(
                    "The VLAN (%d) of network %s must be 0 (untagged) to %d.".formatted(vlan, id, HIGHEST_VLAN));
        }
        if (mtuBytes < SMALLEST_MTU || mtuBytes > LARGEST_MTU) {
            throw new IllegalArgumentException("The MTU (%d bytes) of network %s must be %d to %d."
                    .formatted(mtuBytes, id, SMALLEST_MTU, LARGEST_MTU));
        }
    }
}
