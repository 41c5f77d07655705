package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.Network;
import io.atoll.manager.inventory.Network.AddressMode;
import io.atoll.manager.inventory.Network.Addressing;
import io.atoll.manager.persistence.JsonStrings;
import io.atoll.manager.persistence.NamedEntity;
import io.atoll.model.ClusterId;
import io.atoll.model.NetworkId;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A row of {@code network}. */
@Entity
@Table(name = "network")
class NetworkEntity extends NamedEntity {
    private UUID clusterId;
    private int vlan;
    private int mtuBytes;
    private boolean antiSpoofing;

    @Enumerated(EnumType.STRING)
    private AddressMode addressing;

    private @Nullable String subnetCidr;
    private @Nullable String gateway;

    @Convert(converter = JsonStrings.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private List<String> dnsServers;

    private @Nullable String rangeStart;
    private @Nullable String rangeEnd;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected NetworkEntity() {}

    @SuppressWarnings("NullAway.Init") // set() does it
    NetworkEntity(Network network) {
        super(network.id().value(), network.naming(), network.createdAt());
        set(network);
    }

    final void set(Network network) {
        naming(network.naming());
        clusterId = network.clusterId().value();
        vlan = network.vlan();
        mtuBytes = network.mtuBytes();
        antiSpoofing = network.antiSpoofing();
        addressing = network.addressing().mode();
        subnetCidr = network.addressing().subnetCidr();
        gateway = network.addressing().gateway();
        dnsServers = network.addressing().dnsServers();
        rangeStart = network.addressing().rangeStart();
        rangeEnd = network.addressing().rangeEnd();
    }

    Network toRecord() {
        return new Network(
                new NetworkId(id()),
                naming(),
                revision(),
                createdAt(),
                new ClusterId(clusterId),
                vlan,
                mtuBytes,
                antiSpoofing,
                new Addressing(addressing, subnetCidr, gateway, dnsServers, rangeStart, rangeEnd));
    }
}
