package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.Inventory;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Requests about several hosts. */
@Service
@Transactional
public class RollingRequests {
    static final String KIND = "cluster.rolling-maintenance";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RollingStore store;
    private final RollingViews views;
    private final Inventory inventory;
    private final Tasks tasks;
    private final Ids ids;
    private final Clock clock;

    RollingRequests(RollingStore store, RollingViews views, Inventory inventory, Tasks tasks, Ids ids, Clock clock) {
        this.store = store;
        this.views = views;
        this.inventory = inventory;
        this.tasks = tasks;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Which hosts, in which order.
     *
     * @param hosts empty: all of the cluster that are ready, by name
     * @param canary goes first and alone; null: nobody does
     */
    public record Order(List<HostId> hosts, @Nullable HostId canary) {
        public Order {
            hosts = List.copyOf(hosts);
        }
    }

    public TaskId begin(ClusterId cluster, Order order, RollingSettings settings, String requestedBy) {
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
        var hosts = chosen(cluster, order);
        if (settings.mostHostsOut() >= inventory.hosts(cluster).size()) {
            throw AtollException.invalid(
                    "maxHostsOut",
                    "maxHostsOut is %d; of the cluster's %d hosts at least one must stay."
                            .formatted(
                                    settings.mostHostsOut(),
                                    inventory.hosts(cluster).size()));
        }
        var id = ids.next();
        var task = tasks.submit(TaskRequest.of(
                KIND,
                List.of(
                        TaskObject.mentioned("cluster", cluster, found.name()),
                        TaskObject.locked("rolling-maintenance", id, found.name())),
                JSON.valueToTree(new RollStep.Params(id)),
                requestedBy,
                RollStep.NAME));
        store.insert(id, cluster, settings, requestedBy, task);
        for (var ordinal = 0; ordinal < hosts.size(); ordinal++) {
            var host = hosts.get(ordinal);
            var canary = host.id().equals(order.canary);
            store.save(
                    id,
                    new RollingHost(
                            host.id(),
                            host.name(),
                            canary ? 0 : ordinal + 1,
                            canary,
                            State.WAITING,
                            null,
                            null,
                            clock.instant(),
                            ""));
        }
        views.publish(id, Change.CREATED);
        return task;
    }

    private List<Host> chosen(ClusterId cluster, Order order) {
        var all = inventory.hosts(cluster);
        var hosts = new ArrayList<Host>();
        if (order.hosts.isEmpty()) {
            all.stream()
                    .filter(host -> host.link().phase() == HostPhase.READY)
                    .sorted(Comparator.comparing(Host::name))
                    .forEach(hosts::add);
        }
        order.hosts.stream().distinct().forEach(id -> hosts.add(in(all, id)));
        var canary = order.canary;
        if (canary != null && hosts.stream().noneMatch(host -> host.id().equals(canary))) {
            throw AtollException.invalid("canaryHostId", "Host %s is not one of the hosts.".formatted(canary));
        }
        if (hosts.isEmpty()) {
            throw new AtollException(ErrorCode.HOST_WRONG_STATE, "No host of the cluster is ready.");
        }
        return hosts;
    }

    private static Host in(List<Host> all, HostId id) {
        return all.stream()
                .filter(host -> host.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AtollException(
                        ErrorCode.HOST_NOT_FOUND, "There is no host %s in the cluster.".formatted(id)));
    }

    public void pause(UUID id) {
        store.paused(require(id).id(), true);
        views.publish(id, Change.CHANGED);
    }

    /** Goes on after a pause or a failure: hosts that failed are tried again where they failed, or left out. */
    public void resume(UUID id, boolean skipFailed) {
        require(id);
        store.paused(id, false);
        var now = clock.instant();
        store.hosts(id).stream()
                .filter(host -> host.state() == State.FAILED)
                .map(host -> skipFailed
                        ? host.in(State.SKIPPED, host.task(), "Left out after: " + host.reason(), now)
                        : host.in(again(host), null, "", now))
                .forEach(host -> store.save(id, host));
        views.publish(id, Change.CHANGED);
    }

    /** A host that could not be emptied begins anew; one that is out is acted on or looked at once more. */
    private static State again(RollingHost host) {
        var failedIn = host.failedIn();
        return failedIn == null || failedIn == State.ENTERING
                ? State.WAITING
                : failedIn == State.LEAVING ? State.CHECKING : failedIn;
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
