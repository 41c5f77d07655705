package io.atoll.manager.ha.internal;

import io.atoll.ha.admission.RestartForecast;
import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.manager.ha.HaIntent;
import io.atoll.manager.ha.HaVms.HaVm;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What would happen if a host died now, by the same engine that the agents use. */
@Component
public class HaForecasts {
    private final Inventory inventory;
    private final HaClusters clusters;
    private final HaDoubt doubt;

    HaForecasts(Inventory inventory, HaClusters clusters, HaDoubt doubt) {
        this.inventory = inventory;
        this.clusters = clusters;
        this.doubt = doubt;
    }

    /**
     * What would happen.
     *
     * @param acting whether agents would do it by themselves: HA is on and armed, and ZooKeeper answers
     * @param doubt why nothing of this is sure now; null: nothing speaks against it
     * @param restarts in their order
     * @param notRestarted protected VMs for which there is no place, each with the reason
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
        var acting = cluster.ha().acts() && doubt.seen().isPresent();
        return view(host, acting, doubt.text().orElse(null), clusters.ask(cluster, List.of()));
    }

    private static ForecastView view(Host host, boolean acting, @Nullable String doubt, HaClusters.Asked asked) {
        var restarts = new ArrayList<RestartView>();
        var left = new ArrayList<LeftView>();
        for (var restart :
                asked.control().ifDied(new TreeSet<>(List.of(host.id()))).restarts()) {
            switch (restart.found()) {
                case Found.On(var target) -> restarts.add(restart(restart, target, asked));
                case Found.Nowhere(var reason) ->
                    left.add(new LeftView(restart.vm().value(), asked.vm(restart.vm()), reason));
            }
        }
        var unprotected = asked.vms().values().stream()
                .filter(vm -> host.id().equals(vm.host()) && !vm.intent().wanted())
                .map(vm -> new LeftView(vm.id().value(), vm.name(), "Nobody wants it protected."))
                .toList();
        return new ForecastView(host.id().value(), host.name(), acting, doubt, restarts, left, unprotected);
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
