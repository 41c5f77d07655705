package io.atoll.manager.ha.internal;

import io.atoll.ha.admission.RestartForecast;
import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.manager.cluster.ZookeeperAddress;
import io.atoll.manager.ha.HaIntent;
import io.atoll.manager.ha.HaVms.HaVm;
import io.atoll.manager.ha.ZookeeperMajority;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What would happen if a host died now, by the same engine that the agents use. */
@Component
public class HaForecasts implements ZookeeperMajority {
    private final Inventory inventory;
    private final HaClusters clusters;
    private final HaDoubt doubt;
    private final ZookeeperAddress address;
    private final JdbcClient jdbc;

    HaForecasts(Inventory inventory, HaClusters clusters, HaDoubt doubt, ZookeeperAddress address, JdbcClient jdbc) {
        this.inventory = inventory;
        this.clusters = clusters;
        this.doubt = doubt;
        this.address = address;
        this.jdbc = jdbc;
    }

    /**
     * What would happen.
     *
     * @param acting whether agents would do it by themselves: HA is on and armed, and ZooKeeper answers and would go on doing so
     * @param doubt why nothing of this is sure now, or nobody would do it; null: nothing speaks against it
     * @param restarts in their order
     * @param notRestarted VMs that are to be protected and would stay down, each with the reason
     * @param unprotected VMs of the host that nobody wants restarted
     */
    public record ForecastView(
            UUID hostId,
            String hostName,
            boolean acting,
            @Nullable String doubt,
            List<RestartView> restarts,
            List<LeftView> notRestarted,
            List<LeftView> unprotected) {}

    /** One restart; {@code after} are the VMs it waits for. */
    public record RestartView(
            UUID vmId,
            String vmName,
            HaIntent.Priority priority,
            UUID targetHostId,
            String targetHostName,
            List<UUID> after) {}

    /** One VM that would stay down, and why. */
    public record LeftView(UUID vmId, String vmName, String reason) {}

    public ForecastView ifDied(ClusterId clusterId, HostId hostId) {
        var cluster = inventory
                .cluster(clusterId)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(clusterId)));
        var host = inventory
                .host(hostId)
                .filter(found -> found.clusterId().equals(clusterId))
                .orElseThrow(() -> new AtollException(
                        ErrorCode.HOST_NOT_FOUND, "There is no host %s in the cluster.".formatted(hostId)));
        var tooFew = servers(clusterId).tooFewWithout(hostId);
        var acting = cluster.ha().acts() && doubt.seen().isPresent() && tooFew.isEmpty();
        var doubts = new ArrayList<String>();
        doubt.text().ifPresent(doubts::add);
        off(cluster).ifPresent(doubts::add);
        takenOver(host).ifPresent(doubts::add);
        tooFew.ifPresent(doubts::add);
        var unfit = unfit(host);
        return view(
                host,
                acting,
                doubts.isEmpty() ? null : String.join(" ", doubts),
                clusters.ask(cluster, List.of()),
                vm -> tooFew.or(() -> Optional.ofNullable(unfit.get(vm))));
    }

    @Override
    public Optional<String> lostWithout(HostId host) {
        return inventory.host(host).flatMap(found -> servers(found.clusterId()).tooFewWithout(host));
    }

    @Override
    public SortedMap<HostId, String> indispensable(ClusterId cluster, SortedSet<HostId> out) {
        return servers(cluster).without(out).indispensable();
    }

    @Override
    public List<String> serversOn(HostId host) {
        return address.embedded()
                ? List.of()
                : inventory
                        .host(host)
                        .map(found -> ZookeeperServers.on(found, address.connect()))
                        .orElse(List.of());
    }

    private ZookeeperServers servers(ClusterId cluster) {
        var hosts = inventory.hosts(cluster).stream()
                .filter(found -> found.link().phase() != HostPhase.REVOKED)
                .toList();
        return ZookeeperServers.of(address.connect(), address.embedded(), hosts, doubt.seen());
    }

    private static Optional<String> off(Cluster cluster) {
        if (!cluster.ha().enabled()) {
            return Optional.of("HA is switched off in the cluster (spec.ha.enabled is false): agents restart nothing.");
        }
        return cluster.ha().armed()
                ? Optional.empty()
                : Optional.of(
                        "HA is switched off in the cluster for now (spec.ha.armed is false): agents watch, and restart nothing until it is armed again.");
    }

    private Optional<String> takenOver(Host host) {
        return doubt.seen()
                .map(seen -> seen.facts().fences().get(host.id()))
                .filter(fence -> !fence.isOpen())
                .map(_ ->
                        "HA has already taken over host %s, and its incident tells where its VMs have started: nothing more happens until it is back."
                                .formatted(host.name()));
    }

    /** Why VMs of the host would not be restarted, but for what is said of them just because the host is silent. */
    private SortedMap<VmId, String> unfit(Host host) {
        var unfit = new TreeMap<VmId, String>();
        jdbc.sql("""
                        select v.id, string_agg(r.reason ->> 'detail', ' ' order by r.place) as why
                          from vm v join vm_protection p on p.vm_id = v.id
                         cross join lateral jsonb_array_elements(p.reasons) with ordinality as r(reason, place)
                         where v.host_id = :host and v.ha_protected and p.state = 'UNPROTECTED'
                           and r.reason ->> 'code' not in ('VM_UNKNOWN', 'HOST_NOT_BEATING')
                         group by v.id
                        """)
                .param("host", host.id().value())
                .query((row, _) -> unfit.put(new VmId(row.getObject("id", UUID.class)), row.getString("why")))
                .list();
        return unfit;
    }

    /** @param against why a VM would stay down whatever room there is */
    private static ForecastView view(
            Host host,
            boolean acting,
            @Nullable String doubt,
            HaClusters.Asked asked,
            Function<VmId, Optional<String>> against) {
        var restarts = new ArrayList<RestartView>();
        var left = new ArrayList<LeftView>();
        for (var restart :
                asked.control().ifDied(new TreeSet<>(List.of(host.id()))).restarts()) {
            var why = against.apply(restart.vm());
            if (why.isPresent()) {
                left.add(left(restart, why.get(), asked));
                continue;
            }
            switch (restart.found()) {
                case Found.On(var target) -> restarts.add(restart(restart, target, asked));
                case Found.Nowhere(var reason) -> left.add(left(restart, reason, asked));
            }
        }
        var unprotected = asked.vms().values().stream()
                .filter(vm -> host.id().equals(vm.host()) && !vm.intent().wanted())
                .map(vm -> new LeftView(vm.id().value(), vm.name(), "Nobody wants it protected."))
                .toList();
        return new ForecastView(host.id().value(), host.name(), acting, doubt, restarts, left, unprotected);
    }

    private static LeftView left(RestartForecast.Restart restart, String reason, HaClusters.Asked asked) {
        return new LeftView(restart.vm().value(), asked.vm(restart.vm()), reason);
    }

    private static RestartView restart(RestartForecast.Restart restart, HostId target, HaClusters.Asked asked) {
        HaVm vm = asked.vms().get(restart.vm());
        return new RestartView(
                restart.vm().value(),
                asked.vm(restart.vm()),
                vm == null ? HaIntent.DEFAULT.priority() : vm.intent().priority(),
                target.value(),
                asked.host(target),
                restart.startsAfter().stream().map(VmId::value).toList());
    }
}
