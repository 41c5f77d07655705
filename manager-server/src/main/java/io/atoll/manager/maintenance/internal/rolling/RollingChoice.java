package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.maintenance.internal.Takeovers;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.rolling.RollingRequests.Order;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which hosts of a cluster take part in a rolling maintenance, and which do not, each with the reason. */
@Component
class RollingChoice {
    private final Inventory inventory;
    private final RollingStore store;
    private final RollingActions actions;
    private final MaintenanceStore maintenances;
    private final Takeovers takeovers;

    RollingChoice(
            Inventory inventory,
            RollingStore store,
            RollingActions actions,
            MaintenanceStore maintenances,
            Takeovers takeovers) {
        this.inventory = inventory;
        this.store = store;
        this.actions = actions;
        this.maintenances = maintenances;
        this.takeovers = takeovers;
    }

    /**
     * Who takes part.
     *
     * @param clusterName as people call it
     * @param hosts in their order, the canary first
     * @param leftOut those of the cluster that cannot take part now, where nobody has named the hosts
     */
    record Chosen(
            String clusterName, List<Host> hosts, @Nullable HostId canary, List<LeftOut> leftOut) {
        Chosen {
            hosts = List.copyOf(hosts);
            leftOut = List.copyOf(leftOut);
        }
    }

    record LeftOut(Host host, String why) {}

    /** Refused like the set itself: while another is under way, and where what is wanted could be done to some hosts only. */
    Chosen of(ClusterId cluster, Order order, RollingSettings settings) {
        var found = inventory
                .cluster(cluster)
                .orElseThrow(() ->
                        new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(cluster)));
        store.active(cluster).ifPresent(other -> {
            throw new AtollException(
                    ErrorCode.MAINTENANCE_WRONG_STATE,
                    "A rolling maintenance of cluster %s is under way.".formatted(found.name()),
                    new Hint("Wait for it, or cancel it.", "/api/v1/rolling-maintenances/" + other.id()));
        });
        var chosen = chosen(cluster, found.name(), order);
        var count = inventory.hosts(cluster).size();
        if (settings.mostHostsOut() >= count) {
            throw AtollException.invalid(
                    "maxHostsOut",
                    "maxHostsOut is %d; of the cluster's %d hosts at least one must stay."
                            .formatted(settings.mostHostsOut(), count));
        }
        actions.requirePossible(settings, chosen.hosts());
        return chosen;
    }

    /** Hosts that were named take part however they are: what is wrong with one is said when its turn comes. */
    private Chosen chosen(ClusterId cluster, String clusterName, Order order) {
        var all = inventory.hosts(cluster);
        var hosts = new ArrayList<Host>();
        var leftOut = new ArrayList<LeftOut>();
        if (order.hosts().isEmpty()) {
            all.stream().sorted(Comparator.comparing(Host::name)).forEach(host -> {
                var why = obstacle(host);
                if (why.isEmpty()) {
                    hosts.add(host);
                } else {
                    leftOut.add(new LeftOut(host, why));
                }
            });
        }
        order.hosts().stream().distinct().forEach(id -> hosts.add(in(all, id)));
        var canary = order.canary();
        if (canary != null && hosts.stream().noneMatch(host -> host.id().equals(canary))) {
            throw AtollException.invalid("canaryHostId", "Host %s is not one of the hosts.".formatted(canary));
        }
        if (hosts.isEmpty()) {
            throw new AtollException(ErrorCode.HOST_WRONG_STATE, "No host of the cluster is ready.");
        }
        hosts.sort(Comparator.comparing(host -> !host.id().equals(canary))); // all others stay in their order
        return new Chosen(clusterName, hosts, canary, leftOut);
    }

    /** Why a host that nobody has named cannot take part; empty: it can. One that sleeps to save power is woken. */
    private String obstacle(Host host) {
        if (takeovers.isClaimed(host.id())) {
            return "";
        }
        return maintenances
                .of(host.id())
                .map(one -> "It is %s for %s.".formatted(one.state(), one.requestedBy()))
                .orElseGet(() -> host.link().phase() == HostPhase.READY
                        ? ""
                        : "Its agent is %s.".formatted(host.link().phase()));
    }

    private static Host in(List<Host> all, HostId id) {
        return all.stream()
                .filter(host -> host.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AtollException(
                        ErrorCode.HOST_NOT_FOUND, "There is no host %s in the cluster.".formatted(id)));
    }
}
