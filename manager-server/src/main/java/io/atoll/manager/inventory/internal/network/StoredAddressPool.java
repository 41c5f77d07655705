package io.atoll.manager.inventory.internal.network;

import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.AddressPool;
import io.atoll.manager.inventory.Network;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.internal.Ipv4;
import io.atoll.manager.inventory.internal.Ipv4Subnet;
import io.atoll.manager.inventory.jpa.NetworkStore;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.NetworkId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The addresses in Postgres. A network's row is locked while one of its addresses is chosen. */
@Component
class StoredAddressPool implements AddressPool {
    private final NetworkStore networks;
    private final InventoryEvents events;
    private final JdbcClient jdbc;

    StoredAddressPool(NetworkStore networks, InventoryEvents events, JdbcClient jdbc) {
        this.networks = networks;
        this.events = events;
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Lease take(Network network, @Nullable String wish, UUID owner, int nicIndex) {
        networks.lock(network.id().value());
        var range = Range.of(network);
        var used = used(network.id());
        var address = wish == null ? range.lowestFree(used, network) : range.require(wish, used, network);
        jdbc.sql("""
                insert into network_address (network_id, address, owner_id, nic_index)
                values (:network, :address::inet, :owner, :nic)
                """)
                .param("network", network.id().value())
                .param("address", address.toString())
                .param("owner", owner)
                .param("nic", nicIndex)
                .update();
        networks.touch(network.id().value());
        events.network(network.id(), Change.CHANGED);
        return new Lease(network.id(), nicIndex, address.toString(), range.subnet.prefixLength());
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void release(UUID owner) {
        changed(jdbc.sql("delete from network_address where owner_id = :owner returning network_id")
                .param("owner", owner)
                .query((row, _) -> new NetworkId(row.getObject("network_id", UUID.class)))
                .list());
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void release(UUID owner, int nicIndex) {
        changed(jdbc.sql("delete from network_address where owner_id = :owner and nic_index = :nic"
                        + " returning network_id")
                .param("owner", owner)
                .param("nic", nicIndex)
                .query((row, _) -> new NetworkId(row.getObject("network_id", UUID.class)))
                .list());
    }

    private void changed(List<NetworkId> affected) {
        for (var network : new HashSet<>(affected)) {
            networks.touch(network.value());
            events.network(network, Change.CHANGED);
        }
    }

    @Override
    @Transactional(readOnly = true)
    public List<Lease> leases(UUID owner) {
        return jdbc.sql("""
                select a.network_id, a.nic_index, host(a.address) as address, masklen(n.subnet_cidr::cidr) as prefix
                  from network_address a join network n on n.id = a.network_id
                 where a.owner_id = :owner order by a.nic_index
                """)
                .param("owner", owner)
                .query((row, _) -> new Lease(
                        new NetworkId(row.getObject("network_id", UUID.class)),
                        row.getInt("nic_index"),
                        row.getString("address"),
                        row.getInt("prefix")))
                .list();
    }

    private Set<Ipv4> used(NetworkId network) {
        var used = new HashSet<Ipv4>();
        jdbc.sql("select host(address) as address from network_address where network_id = :network")
                .param("network", network.value())
                .query((row, _) -> row.getString("address"))
                .list()
                .forEach(text -> Ipv4.parse(text).ifPresent(used::add));
        return used;
    }

    /** The part of the subnet that is given out without asking, and what nobody gets. */
    private record Range(
            Ipv4Subnet subnet,
            Ipv4 first,
            Ipv4 last,
            @Nullable Ipv4 gateway) {
        static Range of(Network network) {
            var addressing = network.addressing();
            return new Range(
                    parsed(addressing.subnetCidr(), Ipv4Subnet::parse, network),
                    parsed(addressing.rangeStart(), Ipv4::parse, network),
                    parsed(addressing.rangeEnd(), Ipv4::parse, network),
                    addressing.gateway() == null
                            ? null
                            : Ipv4.parse(addressing.gateway()).orElse(null));
        }

        private static <T> T parsed(@Nullable String text, Function<String, Optional<T>> parse, Network network) {
            return Optional.ofNullable(text)
                    .flatMap(parse)
                    .orElseThrow(() -> AtollException.invalid(
                            "spec.networks.address",
                            "Network %s gives out no addresses: its guests ask DHCP.".formatted(network.name())));
        }

        Ipv4 lowestFree(Set<Ipv4> used, Network network) {
            for (var address = first; address.compareTo(last) <= 0; address = address.next()) {
                if (!used.contains(address) && !address.equals(gateway)) {
                    return address;
                }
            }
            throw new AtollException(
                    ErrorCode.ADDRESSES_EXHAUSTED,
                    "All %d addresses of network %s (%s to %s) are taken."
                            .formatted(used.size(), network.name(), first, last));
        }

        Ipv4 require(String wish, Set<Ipv4> used, Network network) {
            var address = Ipv4.parse(wish)
                    .filter(subnet::offers)
                    .filter(candidate -> !candidate.equals(gateway))
                    .orElseThrow(() -> AtollException.invalid(
                            "spec.networks.address",
                            "The address is not one that a guest of network %s (%s) can have."
                                    .formatted(network.name(), subnet)));
            if (used.contains(address)) {
                throw new AtollException(
                        ErrorCode.ADDRESS_TAKEN,
                        "Address %s of network %s is taken.".formatted(address, network.name()));
            }
            return address;
        }
    }
}
