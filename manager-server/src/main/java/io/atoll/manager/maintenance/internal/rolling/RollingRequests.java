package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
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

/** Requests to take several hosts through maintenance. */
@Service
@Transactional
public class RollingRequests {
    static final String KIND = "cluster.rolling-maintenance";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RollingStore store;
    private final RollingChoice choice;
    private final RollingPlans plans;
    private final RollingViews views;
    private final Tasks tasks;
    private final Ids ids;
    private final Clock clock;

    RollingRequests(
            RollingStore store,
            RollingChoice choice,
            RollingPlans plans,
            RollingViews views,
            Tasks tasks,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.choice = choice;
        this.plans = plans;
        this.views = views;
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
        return plans.plan(cluster, choice.of(cluster, order, settings), settings);
    }

    /**
     * Begins with the hosts in this order. Refused with MAINTENANCE_WRONG_STATE while another is under way in the cluster, and with
     * POWER_NOT_CONFIGURED where hosts are to be rebooted that nothing can reboot.
     */
    public TaskId begin(ClusterId cluster, Order order, RollingSettings settings, String requestedBy) {
        var chosen = choice.of(cluster, order, settings);
        var name = chosen.clusterName();
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
            store.save(
                    id, row(out.host(), ++ordinal, false, State.SKIPPED, "Left out from the beginning. " + out.why()));
        }
        views.publish(id, Change.CREATED);
        return task;
    }

    private RollingHost row(Host host, int ordinal, boolean canary, State state, String reason) {
        return new RollingHost(
                host.id(), host.name(), ordinal, canary, state, null, null, clock.instant(), reason, false);
    }

    public static AtollException notFound(UUID id) {
        return new AtollException(
                ErrorCode.MAINTENANCE_NOT_FOUND, "There is no rolling maintenance %s under way.".formatted(id));
    }
}
