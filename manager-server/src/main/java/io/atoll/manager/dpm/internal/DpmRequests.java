package io.atoll.manager.dpm.internal;

import io.atoll.manager.dpm.internal.book.DpmRecommendation;
import io.atoll.manager.dpm.internal.book.RecommendationBook;
import io.atoll.manager.dpm.internal.book.RecommendationBook.Kind;
import io.atoll.manager.dpm.internal.book.RecommendationBook.State;
import io.atoll.manager.dpm.internal.work.DpmTasks;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people decide about what power saving recommends, and what they ask of it. */
@Service
@Transactional
public class DpmRequests {
    private final RecommendationBook recommendations;
    private final DpmTasks tasks;
    private final Inventory inventory;
    private final DpmViews views;

    DpmRequests(RecommendationBook recommendations, DpmTasks tasks, Inventory inventory, DpmViews views) {
        this.recommendations = recommendations;
        this.tasks = tasks;
        this.inventory = inventory;
        this.views = views;
    }

    /** Carries a recommendation out. */
    public TaskId accept(ClusterId cluster, UUID id, Caller caller) {
        views.requireThere(cluster);
        var one = recommendations
                .lock(id)
                .filter(found -> found.clusterId().equals(cluster.value()))
                .orElseThrow(() -> notFound(cluster, id));
        if (one.state() != State.OPEN) {
            throw new AtollException(
                    ErrorCode.DPM_DECIDED,
                    "The recommendation to %s host %s is %s already."
                            .formatted(one.kind() == Kind.PARK ? "park" : "wake", one.hostName(), one.state()));
        }
        var host = new HostId(one.hostId());
        var task = one.kind() == Kind.PARK
                ? tasks.park(host, one.reason().text(), caller.name())
                : tasks.wake(host, one.reason().text(), caller.name());
        recommendations.accepted(id, task, caller.name());
        return task;
    }

    public DpmRecommendation find(ClusterId cluster, UUID id) {
        return recommendations
                .find(id)
                .filter(one -> one.clusterId().equals(cluster.value()))
                .orElseThrow(() -> notFound(cluster, id));
    }

    /** Wakes a host that sleeps, or lets one be that is being emptied. */
    public TaskId wake(ClusterId cluster, HostId id, Caller caller) {
        views.requireThere(cluster);
        inventory
                .host(id)
                .filter(host -> host.clusterId().equals(cluster))
                .orElseThrow(() -> new AtollException(
                        ErrorCode.HOST_NOT_FOUND, "There is no host %s in the cluster.".formatted(id)));
        return tasks.wake(id, "%s asked for it.".formatted(caller.name()), caller.name());
    }

    private static AtollException notFound(ClusterId cluster, UUID id) {
        return new AtollException(
                ErrorCode.DPM_RECOMMENDATION_NOT_FOUND,
                "There is no recommendation %s in the cluster %s.".formatted(id, cluster));
    }
}
