package io.atoll.manager.inventory;

import io.atoll.model.NetworkId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives out the addresses of STATIC networks, each to one owner at a time. Works in the caller's transaction. */
public interface AddressPool {
    /**
     * Takes {@code wish}, or the lowest free address of the network's range. Refused with ADDRESS_TAKEN,
     * ADDRESSES_EXHAUSTED, or VALIDATION_FAILED where the wish is not an address of the network.
     */
    Lease take(Network network, @Nullable String wish, UUID owner, int nicIndex);

    /** Gives back everything the owner has. */
    void release(UUID owner);

    /** Gives back what the owner has for one network card. */
    void release(UUID owner, int nicIndex);

    /** What an owner has. */
    List<Lease> leases(UUID owner);

    /** One address, and its subnet's prefix length. */
    record Lease(NetworkId network, int nicIndex, String address, int prefixLength) {
        public String addressWithPrefix() {
            return address + "/" + prefixLength;
        }
    }
}
