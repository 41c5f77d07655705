package io.atoll.manager.power.internal;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.power.HostPower;
import io.atoll.manager.power.OffMode;
import io.atoll.manager.power.PowerKind;
import io.atoll.manager.power.internal.PowerViews.HostPowerView;
import io.atoll.manager.power.internal.driver.PowerSettings;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.Tasks;
import io.atoll.model.HostId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Keeps how hosts' power is controlled, and submits what is done with it. */
@Service
@Transactional
public class HostPowerService implements HostPower {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HostPowerStore store;
    private final PowerViews views;
    private final PowerNotes notes;
    private final PowerGuard guard;
    private final Inventory inventory;
    private final Tasks tasks;
    private final Clock clock;

    HostPowerService(
            HostPowerStore store,
            PowerViews views,
            PowerNotes notes,
            PowerGuard guard,
            Inventory inventory,
            Tasks tasks,
            Clock clock) {
        this.store = store;
        this.views = views;
        this.notes = notes;
        this.guard = guard;
        this.inventory = inventory;
        this.tasks = tasks;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public HostPowerView view(HostId id) {
        var host = host(id);
        return views.of(host, store.find(id).orElseThrow(() -> none(host)));
    }

    /** Sets the control anew; a password that is not given stays where that is safe. */
    public HostPowerView configure(HostId id, @Nullable IfMatch ifMatch, PowerDraft draft) {
        var host = host(id);
        var before = store.lock(id);
        if (ifMatch != null) {
            ifMatch.require(before.map(StoredPower::revision).orElse(0L));
        }
        requireIdle(host);
        var check = new InputCheck();
        var settings = draft.settings(before.map(StoredPower::settings), check);
        var limits = draft.limits(check);
        check.done();
        guard.requireReachable(settings);
        requireOwn(host, settings);
        store.save(id, settings, limits, clock.instant());
        notes.changed(id, before.isPresent() ? Change.CHANGED : Change.CREATED);
        return view(id);
    }

    public void remove(HostId id, IfMatch ifMatch) {
        var host = host(id);
        var before = store.lock(id).orElseThrow(() -> none(host));
        ifMatch.require(before.revision());
        requireIdle(host);
        store.delete(id);
        notes.deleted(id, host.name(), before.revision());
    }

    private void requireOwn(Host host, PowerSettings settings) {
        store.otherAt(host.id(), settings).ifPresent(other -> {
            throw new AtollException(
                    ErrorCode.POWER_ADDRESS_TAKEN,
                    "This control belongs to host %s; switching %s off by it would kill the other."
                            .formatted(other, host.name()),
                    Hint.of(
                            "Give each host its own controller, or its own systemPath where one controller has several."));
        });
    }

    /** What a task works on is not pulled from under it: its next look would go elsewhere. */
    private void requireIdle(Host host) {
        tasks.holder("host", host.id().toString()).ifPresent(task -> {
            throw new AtollException(
                    ErrorCode.TASK_IN_PROGRESS,
                    "Task %s works on host %s; its power control cannot change meanwhile.".formatted(task, host.name()),
                    Hint.of("Wait for the task."));
        });
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<PowerKind> kindOf(HostId host) {
        return store.kindOf(host);
    }

    /** Reads the state, and says what it saw. */
    public TaskId test(HostId id, String requestedBy) {
        var host = controlled(id);
        return submit(
                "host.power-test",
                host,
                new PowerParams(id.toString(), OffMode.GRACEFUL, true),
                requestedBy,
                PowerSteps.READ);
    }

    @Override
    public TaskId switchOn(HostId id, String requestedBy) {
        var host = controlled(id);
        var params = new PowerParams(id.toString(), OffMode.GRACEFUL, true);
        return submit("host.power-on", host, params, requestedBy, on(host).toArray(String[]::new));
    }

    @Override
    public TaskId switchOff(HostId id, OffMode mode, boolean withVms, String requestedBy) {
        var host = controlled(id);
        guard.requireSpareable(host, withVms);
        return submit(
                "host.power-off",
                host,
                new PowerParams(id.toString(), mode, withVms),
                requestedBy,
                PowerSteps.SWITCH_OFF);
    }

    @Override
    public TaskId cycle(HostId id, OffMode mode, boolean withVms, String requestedBy) {
        var host = controlled(id);
        guard.requireSpareable(host, withVms);
        var steps = new ArrayList<String>();
        steps.add(PowerSteps.SWITCH_OFF);
        steps.addAll(on(host));
        var params = new PowerParams(id.toString(), mode, withVms);
        return submit("host.power-cycle", host, params, requestedBy, steps.toArray(String[]::new));
    }

    /** The agent of a revoked host is never spoken to again, so nobody waits for it. */
    private static List<String> on(Host host) {
        return host.link().phase() == HostPhase.REVOKED
                ? List.of(PowerSteps.SWITCH_ON)
                : List.of(PowerSteps.SWITCH_ON, PowerSteps.AWAIT_AGENT);
    }

    private TaskId submit(String kind, Host host, PowerParams params, String requestedBy, String... steps) {
        var object = TaskObject.locked("host", host.id(), host.name());
        return tasks.submit(TaskRequest.of(kind, List.of(object), JSON.valueToTree(params), requestedBy, steps));
    }

    private Host controlled(HostId id) {
        var host = host(id);
        if (store.kindOf(id).isEmpty()) {
            throw new AtollException(
                    ErrorCode.POWER_NOT_CONFIGURED,
                    "Nobody has said how the power of host %s is controlled.".formatted(host.name()),
                    new Hint("Set its Redfish, IPMI or Wake-on-LAN.", "PUT /api/v1/hosts/" + id + "/power"));
        }
        return host;
    }

    private Host host(HostId id) {
        return inventory
                .host(id)
                .orElseThrow(() -> new AtollException(ErrorCode.HOST_NOT_FOUND, "There is no host %s.".formatted(id)));
    }

    private static AtollException none(Host host) {
        return new AtollException(
                ErrorCode.HOST_POWER_NOT_FOUND, "Host %s has no power control.".formatted(host.name()));
    }
}
