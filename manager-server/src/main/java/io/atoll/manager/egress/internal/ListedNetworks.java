package io.atoll.manager.egress.internal;

import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressException.Reason;
import io.atoll.manager.egress.ManagementNetworks;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Management networks as the administrator listed them. */
final class ListedNetworks implements ManagementNetworks {
    private final List<AddressRange> listed;
    private final PinnedHttp.NameLookup lookup;

    ListedNetworks(List<String> listed, PinnedHttp.NameLookup lookup) {
        this.listed = listed.stream().map(AddressRange::parse).toList();
        this.lookup = lookup;
    }

    @Override
    public InetAddress resolve(String host) throws EgressException {
        List<InetAddress> addresses;
        try {
            addresses = lookup.addressesOf(host);
        } catch (UnknownHostException _) {
            throw new EgressException(
                    Reason.TRANSFER_FAILED, "The name %s has no address that the manager can find.".formatted(host));
        }
        for (var address : addresses) {
            if (listed.stream().noneMatch(range -> range.contains(address))) {
                throw new EgressException(
                        Reason.ADDRESS_REFUSED,
                        "%s is in none of the management networks (%s). Add its network to atoll.egress.management."
                                .formatted(address.getHostAddress(), listed));
            }
        }
        return addresses.getFirst();
    }
}
