package io.atoll.manager.drs.internal.replay;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.drs.internal.SettingsStore;
import io.atoll.manager.drs.internal.replay.ReplayStep.Level;
import io.atoll.manager.drs.internal.replay.ReplayStep.Params;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.TaskStep;
import io.atoll.manager.task.Tasks;
import io.atoll.model.ClusterId;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Begins replays: what would each level have done over the last days? */
@Service
public class Replays {
    private static final int LONGEST_DAYS = 30;
    private static final int USUAL_DAYS = 7;
    private static final int HIGHEST_LEVEL = 5;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SettingsStore settings;
    private final Inventory inventory;
    private final Tasks tasks;

    Replays(SettingsStore settings, Inventory inventory, Tasks tasks) {
        this.settings = settings;
        this.inventory = inventory;
        this.tasks = tasks;
    }

    /** One level, or all of them beside doing nothing. */
    @Transactional
    public TaskId begin(ClusterId id, @Nullable Integer days, @Nullable Integer level, Caller caller) {
        var cluster = inventory
                .cluster(id)
                .orElseThrow(
                        () -> new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(id)));
        var check = new InputCheck();
        var wantedDays = days == null ? USUAL_DAYS : check.range("days", days, 1, LONGEST_DAYS);
        var wantedLevel = level == null ? 0 : check.range("level", level, 1, HIGHEST_LEVEL);
        check.done();
        var levels = wantedLevel == 0 ? IntStream.rangeClosed(0, HIGHEST_LEVEL) : IntStream.of(0, wantedLevel);
        List<TaskStep> steps = levels.mapToObj(one -> new TaskStep(ReplayStep.NAME, JSON.valueToTree(new Level(one))))
                .toList();
        var now = settings.of(id);
        var params = new Params(id.toString(), wantedDays, now.coolDownMinutes(), now.patienceMinutes());
        return tasks.submit(new TaskRequest(
                "drs.replay",
                // One at a time for each cluster: each computes for minutes.
                List.of(
                        TaskObject.mentioned("cluster", id, cluster.name()),
                        TaskObject.locked("replay", id, cluster.name())),
                steps,
                JSON.valueToTree(params),
                caller.name(),
                null));
    }
}
