package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.inventory.Pool;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * Whether a host may take VMs again: its agent answers, its own checks do not fail, its clock agrees, and it has the pools and
 * networks that others have.
 */
@Component
class HostHealth {
    private static final long MOST_SKEW_MS = 5_000;

    private final Inventory inventory;

    HostHealth(Inventory inventory) {
        this.inventory = inventory;
    }

    /** Why it is not well, in sentences; empty: it is. */
    List<String> ailments(HostId id) {
        var found = inventory.host(id);
        if (found.isEmpty()) {
            return List.of("The host is not there any more.");
        }
        var host = found.get();
        if (!host.isReady()) {
            return List.of("Its agent is %s.".formatted(host.link().phase()));
        }
        var ailments = new ArrayList<String>();
        var skew = host.link().clockSkewMs();
        if (skew != null && Math.abs(skew) > MOST_SKEW_MS) {
            ailments.add("Its clock is %d ms off; at most %d ms are allowed.".formatted(skew, MOST_SKEW_MS));
        }
        host.facts().checks().stream()
                .filter(check -> check.outcome().equals("FAILED"))
                .forEach(check -> ailments.add("Its self-check %s failed: %s".formatted(check.name(), check.detail())));
        lackingPools(host).forEach(pool -> ailments.add("It does not reach storage pool %s.".formatted(pool)));
        lackingNetworks(host).forEach(name -> ailments.add("It does not offer network %s.".formatted(name)));
        return ailments;
    }

    /** Pools that any other ready host reaches. */
    private List<String> lackingPools(Host host) {
        var reached = inventory.reachablePools(host.clusterId());
        var wanted = new TreeSet<PoolId>();
        inventory.hosts(host.clusterId()).stream()
                .filter(other -> !other.id().equals(host.id()) && other.link().phase() == HostPhase.READY)
                .forEach(other -> wanted.addAll(reached.getOrDefault(other.id(), Set.of())));
        wanted.removeAll(reached.getOrDefault(host.id(), Set.of()));
        return wanted.stream()
                .map(pool -> inventory.pool(pool).map(Pool::name).orElse(pool.toString()))
                .toList();
    }

    private List<String> lackingNetworks(Host host) {
        var offered = inventory.offeredNetworks(host.id());
        return inventory.networks(host.clusterId()).stream()
                .filter(network -> !offered.contains(network.id()))
                .map(network -> network.naming().name())
                .toList();
    }
}
