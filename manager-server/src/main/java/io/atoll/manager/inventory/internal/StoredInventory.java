package io.atoll.manager.inventory.internal;

import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Image;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.inventory.Network;
import io.atoll.manager.inventory.Pool;
import io.atoll.manager.inventory.PoolLink;
import io.atoll.manager.inventory.internal.cpu.SharedCpu;
import io.atoll.manager.inventory.jpa.ClusterStore;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.manager.inventory.jpa.ImageStore;
import io.atoll.manager.inventory.jpa.NetworkStore;
import io.atoll.manager.inventory.jpa.PoolStore;
import io.atoll.model.ClusterId;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostId;
import io.atoll.model.ImageId;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The inventory as the database holds it. */
@Component
class StoredInventory implements Inventory {
    private final ClusterStore clusters;
    private final HostStore hosts;
    private final NetworkStore networks;
    private final PoolStore pools;
    private final ImageStore images;
    private final HostAttachments attachments;

    StoredInventory(
            ClusterStore clusters,
            HostStore hosts,
            NetworkStore networks,
            PoolStore pools,
            ImageStore images,
            HostAttachments attachments) {
        this.clusters = clusters;
        this.hosts = hosts;
        this.networks = networks;
        this.pools = pools;
        this.images = images;
        this.attachments = attachments;
    }

    @Override
    public Optional<Cluster> cluster(ClusterId id) {
        return clusters.find(id.value());
    }

    @Override
    public Optional<Host> host(HostId id) {
        return hosts.find(id.value());
    }

    @Override
    public List<Host> hosts(ClusterId cluster) {
        return hosts.in(cluster);
    }

    @Override
    public Optional<Network> network(NetworkId id) {
        return networks.find(id.value());
    }

    @Override
    public List<Network> networks(ClusterId cluster) {
        return networks.in(cluster);
    }

    @Override
    public Optional<Pool> pool(PoolId id) {
        return pools.find(id.value());
    }

    @Override
    public Optional<Image> image(ImageId id) {
        return images.find(id.value());
    }

    @Override
    public Set<PoolId> reachablePools(HostId host) {
        return attachments.reachablePools(host);
    }

    @Override
    public Optional<PoolLink> poolAt(PoolId pool, HostId host) {
        return attachments.pool(pool, host);
    }

    @Override
    public Set<NetworkId> offeredNetworks(HostId host) {
        return attachments.offeredNetworks(host);
    }

    @Override
    public Map<HostId, Set<PoolId>> reachablePools(ClusterId cluster) {
        return attachments.reachablePools(cluster);
    }

    @Override
    public Map<HostId, Set<NetworkId>> offeredNetworks(ClusterId cluster) {
        return attachments.offeredNetworks(cluster);
    }

    @Override
    public CpuBaseline effectiveBaseline(Cluster cluster) {
        return SharedCpu.baseline(cluster, hosts.in(cluster.id()));
    }
}
