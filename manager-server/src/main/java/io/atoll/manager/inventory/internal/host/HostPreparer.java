package io.atoll.manager.inventory.internal.host;

import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Pool;
import io.atoll.manager.inventory.internal.HostAttachments;
import io.atoll.manager.inventory.internal.network.NetworkApplier;
import io.atoll.manager.inventory.internal.pool.PoolAttacher;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.manager.inventory.jpa.NetworkStore;
import io.atoll.manager.inventory.jpa.PoolStore;
import io.atoll.manager.platform.Ids;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Gives a host what its cluster has: pools and networks. Done whenever a host connects, and again for as long as something
 * is missing on it.
 */
@Component
public class HostPreparer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostPreparer.class);

    private final PreparerStores stores;
    private final HostAttachments attachments;
    private final PoolAttacher pools;
    private final NetworkApplier networks;
    private final Leadership leadership;
    private final Ids ids;
    private final Set<HostId> busy = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    HostPreparer(
            PreparerStores stores,
            HostAttachments attachments,
            PoolAttacher pools,
            NetworkApplier networks,
            Leadership leadership,
            Ids ids) {
        this.stores = stores;
        this.attachments = attachments;
        this.pools = pools;
        this.networks = networks;
        this.leadership = leadership;
        this.ids = ids;
    }

    /** What the preparer reads. */
    @Component
    record PreparerStores(HostStore hosts, PoolStore pools, NetworkStore networks) {}

    /** The host has just connected: everything is sent to it, whatever was believed before. */
    void connected(HostId host) {
        prepare(host, true);
    }

    /** Looks for something missing on a host and sends it. */
    void complete(HostId host) {
        prepare(host, false);
    }

    private void prepare(HostId id, boolean everything) {
        var epoch = leadership.epoch();
        if (epoch.isEmpty() || !busy.add(id)) {
            return;
        }
        threads.execute(() -> {
            try {
                stores.hosts
                        .find(id.value())
                        .filter(Host::isReady)
                        .ifPresent(host -> send(host, everything, epoch.get()));
            } catch (RuntimeException e) {
                LOG.warn("host={} could not be given its pools and networks; it will be tried again", id, e);
            } finally {
                busy.remove(id);
            }
        });
    }

    private void send(Host host, boolean everything, LeaderEpoch epoch) {
        var reachable = attachments.reachablePools(host.id());
        for (var pool : stores.pools.in(host.clusterId())) {
            if (pool.state() == Pool.State.READY && (everything || !reachable.contains(pool.id()))) {
                pools.attach(pool, host, false, operationId("attach"), epoch);
            }
        }
        var offered = attachments.offeredNetworks(host.id());
        var wanted = stores.networks.in(host.clusterId());
        if (everything || wanted.stream().anyMatch(network -> !offered.contains(network.id()))) {
            networks.apply(host, operationId("networks"), epoch);
        }
    }

    /** Fresh each time: an agent remembers how an operation ended, and this is about how things are now. */
    private String operationId(String what) {
        return "host-" + what + ":" + ids.next();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
