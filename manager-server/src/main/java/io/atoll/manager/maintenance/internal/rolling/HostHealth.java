package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.ha.HaSight;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.inventory.Pool;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * Whether a host may take VMs again: its agent answers, its own checks do not fail, its clock agrees, it has the pools and networks
 * that others have, its HA agent beats where HA is on, and servers of ZooKeeper serve that are on it. Those of other hosts, which may be
 * away on purpose, say nothing about this one.
 */
@Component
class HostHealth {
    private static final long MOST_SKEW_MS = 5_000;

    private static final Duration OLDEST_BEAT = Duration.ofSeconds(5);

    private final Inventory inventory;
    private final RollingGround ground;
    private final HaSight sight;

    HostHealth(Inventory inventory, RollingGround ground, HaSight sight) {
        this.inventory = inventory;
        this.ground = ground;
        this.sight = sight;
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
        var lacking = ground.lackingOn(id);
        if (!lacking.isEmpty()) {
            ailments.add(lacking);
        }
        if (takesPartInHa(host) && !beats(id)) {
            ailments.add(
                    "Its HA agent has not renewed its lease in ZooKeeper for %d s.".formatted(OLDEST_BEAT.toSeconds()));
        }
        return ailments;
    }

    /** A host that says it cannot is none the worse for it. */
    private boolean takesPartInHa(Host host) {
        var ha = host.facts().ha();
        return ha != null
                && ha.capable()
                && inventory
                        .cluster(host.clusterId())
                        .filter(cluster -> cluster.ha().enabled())
                        .isPresent();
    }

    /** While this manager does not see ZooKeeper it sees nobody's beat. */
    private boolean beats(HostId host) {
        return sight.now()
                .map(seen -> seen.beatAge(host)
                        .filter(age -> age.compareTo(OLDEST_BEAT) <= 0)
                        .isPresent())
                .orElse(false);
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
