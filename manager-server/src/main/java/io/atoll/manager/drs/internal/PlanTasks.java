package io.atoll.manager.drs.internal;

import io.atoll.manager.drs.BalancingLock;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.TaskStep;
import io.atoll.manager.task.Tasks;
import io.atoll.model.ClusterId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The tasks that carry recommendations out: one at a time in each cluster, a step for each wave. */
@Component
public class PlanTasks {
    /** The kind of these tasks in the API. */
    public static final String KIND = "drs.apply";

    /** The step that carries out one wave. */
    public static final String WAVE_STEP = "drs.move-wave";

    private static final int MOST_NAMED = 50;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Tasks tasks;
    private final Inventory inventory;
    private final RecommendationStore recommendations;

    PlanTasks(Tasks tasks, Inventory inventory, RecommendationStore recommendations) {
        this.tasks = tasks;
        this.inventory = inventory;
        this.recommendations = recommendations;
    }

    /** What a wave's step is given. */
    public record Wave(int wave) {}

    /** What the task is given. */
    public record Params(String clusterId) {}

    public Optional<TaskId> active(ClusterId cluster) {
        return BalancingLock.holder(tasks, cluster);
    }

    /** Begins to carry these out, in the order of their waves. */
    @Transactional(propagation = Propagation.MANDATORY)
    public TaskId submit(ClusterId cluster, Collection<Recommendation> accepted, String by) {
        var name = inventory.cluster(cluster).map(Cluster::name).orElse("");
        var objects = new ArrayList<TaskObject>();
        objects.add(BalancingLock.of(cluster, name));
        accepted.stream()
                .map(one ->
                        TaskObject.mentioned("vm", one.move().vm(), one.move().vmName()))
                .distinct()
                .limit(MOST_NAMED)
                .forEach(objects::add);
        var waves = new TreeSet<Integer>();
        accepted.forEach(one -> waves.add(one.wave()));
        List<TaskStep> steps = waves.stream()
                .map(wave -> new TaskStep(WAVE_STEP, JSON.valueToTree(new Wave(wave))))
                .toList();
        var params = JSON.valueToTree(new Params(cluster.toString()));
        var task = tasks.submit(new TaskRequest(KIND, objects, steps, params, by, null));
        accepted.forEach(one -> recommendations.accepted(one.id(), task, by));
        return task;
    }
}
