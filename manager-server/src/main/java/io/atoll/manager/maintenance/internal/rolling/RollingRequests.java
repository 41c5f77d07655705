package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.rolling.RollingChoice.Chosen;
import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.Tasks;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Requests about several hosts. */
@Service
@Transactional
public class RollingRequests {
    static final String KIND = "cluster.rolling-maintenance";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RollingStore store;
    private final MaintenanceStore maintenances;
    private final RollingActions actions;
    private final RollingChoice choice;
    private final RollingPlans plans;
    private final RollingViews views;
    private final Inventory inventory;
    private final Tasks tasks;
    private final Ids ids;
    private final Clock clock;

    RollingRequests(
            RollingStore store,
            MaintenanceStore maintenances,
            RollingActions actions,
            RollingChoice choice,
            RollingPlans plans,
            RollingViews views,
            Inventory inventory,
            Tasks tasks,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.maintenances = maintenances;
        this.actions = actions;
        this.choice = choice;
        this.plans = plans;
        this.views = views;
        this.inventory = inventory;
        this.tasks = tasks;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Which hosts, in which order.
     *
     * @param hosts empty: all of the cluster that are ready or sleep to save power, by name
     * @param canary goes first and alone; null: nobody does
     */
    public record Order(List<HostId> hosts, @Nullable HostId canary) {
        public Order {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * What the set would do as things are now; refused like the set itself. Nothing is changed. Not in one transaction: a host that
     * cannot be planned is no reason to roll back, and the scheduler is asked for many.
     */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public RollingPlan consider(ClusterId cluster, Order order, RollingSettings settings) {
        return plans.plan(cluster, checked(cluster, order, settings), settings);
    }

    /**
     * Begins with the hosts in this order. Refused with MAINTENANCE_WRONG_STATE while another is under way in the cluster, and with
     * POWER_NOT_CONFIGURED where hosts are to be rebooted that nothing can reboot.
     */
    public TaskId begin(ClusterId cluster, Order order, RollingSettings settings, String requestedBy) {
        var chosen = checked(cluster, order, settings);
        var name = inventory.cluster(cluster).map(Cluster::name).orElseThrow();
        var id = ids.next();
        var task = tasks.submit(TaskRequest.of(
                KIND,
                List.of(
                        TaskObject.mentioned("cluster", cluster, name),
                        TaskObject.locked("rolling-maintenance", id, name)),
                JSON.valueToTree(new RollStep.Params(id)),
                requestedBy,
                RollStep.NAME));
        store.insert(id, cluster, settings, requestedBy, task);
        var ordinal = 0;
        for (var host : chosen.hosts()) {
            var canary = host.id().equals(chosen.canary());
            store.save(id, row(host, canary ? 0 : ++ordinal, canary, State.WAITING, ""));
        }
        for (var out : chosen.leftOut()) {
            store.save(id, row(out.host(), ++ordinal, false, State.SKIPPED, "Left out from the beginning. " + out.why()));
        }
        views.publish(id, Change.CREATED);
        return task;
    }

    private RollingHost row(Host host, int ordinal, boolean canary, State state, String reason) {
        return new RollingHost(
                host.id(), host.name(), ordinal, canary, state, null, null, clock.instant(), reason, false);
    }

    private Chosen checked(ClusterId cluster, Order order, RollingSettings settings) {
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
        var chosen = choice.of(cluster, order);
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

    public void pause(UUID id) {
        store.paused(require(id).id(), true);
        views.publish(id, Change.CHANGED);
    }

    /**
     * Goes on after a pause or a failure: hosts that failed are tried again where they failed, or left out. Those that are left out
     * stay as they are: one in maintenance stays in it, and counts as out.
     */
    public void resume(UUID id, boolean skipFailed) {
        require(id);
        store.paused(id, false);
        var now = clock.instant();
        store.hosts(id).stream()
                .filter(host -> host.state() == State.FAILED)
                .map(host -> skipFailed
                        ? host.in(State.SKIPPED, host.task(), "Left out after: " + host.reason(), now)
                        : host.in(RollingEngine.again(host, isInMaintenance(id, host)), null, "", now))
                .forEach(host -> store.save(id, host));
        views.publish(id, Change.CHANGED);
    }

    private boolean isInMaintenance(UUID id, RollingHost host) {
        return maintenances
                .of(host.id())
                .filter(one -> one.state() == MaintenanceState.IN_MAINTENANCE && store.isPart(id, one.id()))
                .isPresent();
    }

    public void cancel(UUID id, String requestedBy) {
        var one = store.find(id).filter(found -> found.outcome() == null).orElseThrow(() -> notFound(id));
        tasks.cancel(one.task(), requestedBy);
        views.publish(id, Change.CHANGED);
    }

    private RollingStore.Rolling require(UUID id) {
        var one = store.lock(id).orElseThrow(() -> notFound(id));
        if (one.outcome() != null) {
            throw new AtollException(
                    ErrorCode.MAINTENANCE_WRONG_STATE, "The rolling maintenance is over: %s.".formatted(one.outcome()));
        }
        return one;
    }

    public static AtollException notFound(UUID id) {
        return new AtollException(
                ErrorCode.MAINTENANCE_NOT_FOUND, "There is no rolling maintenance %s under way.".formatted(id));
    }
}
