package io.atoll.manager.vm.internal.sync;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.lease.Fence;
import io.atoll.ha.zk.lease.Fences;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.vm.internal.VmStatus;
import io.atoll.model.HostId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Why a VM is where HA has put it, in place of the decision that had put it where it was before. */
@Component
class TakeoverReasons {
    private final Fences fences;
    private final Inventory inventory;

    TakeoverReasons(ZookeeperConnection zookeeper, Inventory inventory) {
        this.fences = new Fences(zookeeper);
        this.inventory = inventory;
    }

    /** Empty where HA only tries once more on the same host: what brought it there has not changed. */
    Optional<PlacementReport> of(VmStatus before, @Nullable HostId to, Instant now) {
        if (to != null && to.equals(before.host())) {
            return again(before, to, now);
        }
        var from = before.host() == null ? before.lastHost() : before.host();
        var reason = to == null
                ? "HA has taken it from %s%s. It waits for a place.".formatted(name(from), because(from))
                : "HA restarted it on %s%s.".formatted(name(to), because(Objects.equals(from, to) ? null : from));
        return Optional.of(new PlacementReport(now, to == null ? null : to.value(), reason, List.of(), List.of()));
    }

    /** Of a VM that HA starts anew where it was; empty where HA was at it before. */
    Optional<PlacementReport> again(VmStatus before, HostId host, Instant now) {
        if (before.isRestartedByHa()) {
            return Optional.empty();
        }
        var reason = "HA started it again on %s%s".formatted(name(host), after(before));
        return Optional.of(new PlacementReport(now, host.value(), reason, List.of(), List.of()));
    }

    /** By what was known: the host's fence is open again by the time it starts anything. */
    private static String after(VmStatus before) {
        return switch (before.powerState()) {
            case CRASHED -> ", where it had ended. " + before.detail();
            case UNKNOWN -> ", after that host had not answered.";
            case CREATING, STARTING, RUNNING, PAUSED, MIGRATING, STOPPING, STOPPED, DELETING, FAILED ->
                "; the incident of that time tells why.";
        };
    }

    private String because(@Nullable HostId from) {
        if (from == null) {
            return "";
        }
        return fences.read(from)
                .filter(fence -> !fence.isOpen())
                .map(fence -> ", because host %s died: %s".formatted(name(from), proof(fence)))
                .orElse(", away from host %s; the incident of that time tells why".formatted(name(from)));
    }

    private static String proof(Fence fence) {
        var proof = fence.proof();
        return proof == null || proof.isBlank() ? "no proof is told" : proof;
    }

    private String name(@Nullable HostId host) {
        return host == null ? "its host" : inventory.host(host).map(Host::name).orElse(host.toString());
    }
}
