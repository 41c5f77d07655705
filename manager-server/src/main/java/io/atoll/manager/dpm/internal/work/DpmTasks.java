package io.atoll.manager.dpm.internal.work;

import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedHostStore;
import io.atoll.manager.dpm.internal.book.ParkingBook;
import io.atoll.manager.dpm.internal.book.RollingHosts;
import io.atoll.manager.drs.BalancingLock;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostNews;
import io.atoll.manager.inventory.Inventory;
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
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Begins to park hosts and to wake them: the host's row and the task that does it, in the caller's transaction. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class DpmTasks {
    /** The kind of a task that parks a host. */
    public static final String PARK = "dpm.park";

    /** The kind of a task of which the parkings of several hosts are parts: it holds the cluster for all of them. */
    public static final String PARK_SEVERAL = "dpm.park-several";

    /** The kind of a task that wakes a host and takes it back into use. */
    public static final String WAKE = "dpm.wake";

    /** What is shown as the one who asked, where nobody did. */
    public static final String BY = "Power saving";

    private static final String OBJECT = "parked-host";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Tasks tasks;
    private final Inventory inventory;
    private final HostNews hostNews;
    private final ParkedHostStore hosts;
    private final ParkingBook book;
    private final RollingHosts rolling;
    private final Clock clock;

    DpmTasks(
            Tasks tasks,
            Inventory inventory,
            HostNews hostNews,
            ParkedHostStore hosts,
            ParkingBook book,
            RollingHosts rolling,
            Clock clock) {
        this.tasks = tasks;
        this.inventory = inventory;
        this.hostNews = hostNews;
        this.hosts = hosts;
        this.book = book;
        this.rolling = rolling;
        this.clock = clock;
    }

    /** What the tasks are given. */
    record Params(String hostId) {
        HostId host() {
            return HostId.parse(hostId);
        }
    }

    /** What a task for several hosts is given. */
    record GroupParams(List<String> hostIds) {}

    /** Empties the host and switches it off. Refused with TASK_IN_PROGRESS while VMs are moved by another plan. */
    public TaskId park(HostId id, String why, String by) {
        return park(id, why, by, null);
    }

    /**
     * Empties several hosts and switches them off, all at the same time: they were chosen together. Refused as a whole where one of
     * them is refused.
     *
     * @param hosts with why each is parked
     */
    public TaskId park(ClusterId cluster, SortedMap<HostId, String> hosts, String by) {
        // Hosts before the cluster, as where one is parked alone.
        hosts.keySet().forEach(hostNews::lock);
        var ids = hosts.keySet().stream().map(HostId::toString).toList();
        var group = tasks.submit(TaskRequest.of(
                PARK_SEVERAL, List.of(lockOf(cluster)), JSON.valueToTree(new GroupParams(ids)), by, DpmSteps.PARKED));
        hosts.forEach((host, why) -> park(host, why, by, group));
        return group;
    }

    /** @param group the task of which this one is a part, which holds the cluster; null: it is one by itself */
    private TaskId park(HostId id, String why, String by, @Nullable TaskId group) {
        hostNews.lock(id);
        var host = require(id);
        hosts.lock(id).ifPresent(one -> {
            throw wrongState(one, "It can be parked while it is awake.");
        });
        if (rolling.of(host.clusterId()).contains(id)) {
            throw new AtollException(
                    ErrorCode.HOST_WRONG_STATE,
                    "Host %s is part of a rolling maintenance that has not ended.".formatted(host.name()),
                    Hint.of("Park it when the rolling maintenance has ended."));
        }
        var request = TaskRequest.of(
                PARK,
                List.of(
                        TaskObject.mentioned("host", id, host.name()),
                        TaskObject.locked(OBJECT, id, host.name()),
                        lockOf(host.clusterId())),
                JSON.valueToTree(new Params(id.toString())),
                by,
                DpmSteps.EMPTY,
                DpmSteps.SWITCH_OFF,
                DpmSteps.CONFIRM_OFF);
        var task = tasks.submit(group == null ? request : request.withParent(group));
        var now = clock.instant();
        book.begin(ParkedHost.draining(id, host.clusterId(), host.name(), why, by, task, now), now);
        return task;
    }

    private TaskObject lockOf(ClusterId cluster) {
        return BalancingLock.of(
                cluster, inventory.cluster(cluster).map(Cluster::name).orElse(""));
    }

    /**
     * Wakes a host that sleeps, and takes it back into use. One that is still being emptied is let be: the answer is the task that
     * ends then. Refused with HOST_WRONG_STATE in between.
     */
    public TaskId wake(HostId id, String why, String by) {
        hostNews.lock(id);
        var host = require(id);
        var parked = hosts.lock(id)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.HOST_WRONG_STATE,
                        "Host %s is not parked by power saving.".formatted(host.name()),
                        new Hint("Switch it on by its power control.", "/api/v1/hosts/" + id + "/actions/power-on")));
        return switch (parked.state()) {
            case ASLEEP, FAILED -> begin(parked, why, by);
            case DRAINING -> letBe(parked, by);
            case WAKING, EXITING -> {
                var task = parked.task();
                yield task == null || tasks.find(task).isEmpty() ? begin(parked, why, by) : task;
            }
            case SWITCHING_OFF ->
                throw wrongState(parked, "An order to switch off cannot be taken back; ask again when it is off.");
        };
    }

    /** Takes a host whose parking came to nothing back into use, from wherever that ended. */
    TaskId putRight(ParkedHost parked, String why) {
        return begin(parked, why, BY);
    }

    private TaskId begin(ParkedHost parked, String why, String by) {
        var task = tasks.submit(TaskRequest.of(
                WAKE,
                List.of(
                        TaskObject.mentioned("host", parked.host(), parked.name()),
                        TaskObject.locked(OBJECT, parked.host(), parked.name())),
                JSON.valueToTree(new Params(parked.host().toString())),
                by,
                DpmSteps.SWITCH_ON,
                DpmSteps.HEALTH,
                DpmSteps.REJOIN));
        var now = clock.instant();
        book.change(parked, parked.waking(task, why, by, now), now);
        return task;
    }

    private TaskId letBe(ParkedHost parked, String by) {
        var task = parked.task();
        if (task == null) {
            throw wrongState(parked, "Nothing is at work on it.");
        }
        tasks.cancel(task, by);
        return task;
    }

    private Host require(HostId id) {
        return inventory
                .host(id)
                .orElseThrow(() -> new AtollException(ErrorCode.HOST_NOT_FOUND, "There is no host %s.".formatted(id)));
    }

    private static AtollException wrongState(ParkedHost parked, String hint) {
        return new AtollException(
                ErrorCode.HOST_WRONG_STATE,
                "Host %s is %s since %s, by power saving.".formatted(parked.name(), parked.state(), parked.since()),
                Hint.of(hint));
    }
}
