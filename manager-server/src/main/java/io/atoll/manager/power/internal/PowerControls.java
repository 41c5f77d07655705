package io.atoll.manager.power.internal;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.power.internal.PowerViews.HostPowerView;
import io.atoll.manager.power.internal.draw.DrawStore;
import io.atoll.manager.power.internal.driver.PowerSettings;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.Tasks;
import io.atoll.model.HostId;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps how hosts' power is controlled. */
@Service
@Transactional
public class PowerControls {
    private final HostPowerStore store;
    private final DrawStore draws;
    private final PowerNotes notes;
    private final PowerGuard guard;
    private final Inventory inventory;
    private final Tasks tasks;
    private final Clock clock;

    PowerControls(
            HostPowerStore store,
            DrawStore draws,
            PowerNotes notes,
            PowerGuard guard,
            Inventory inventory,
            Tasks tasks,
            Clock clock) {
        this.store = store;
        this.draws = draws;
        this.notes = notes;
        this.guard = guard;
        this.inventory = inventory;
        this.tasks = tasks;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public HostPowerView view(HostId id) {
        var host = host(id);
        return notes.view(host, store.find(id).orElseThrow(() -> none(host)));
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
        var now = clock.instant();
        // Another password is another control: whether it is right, nobody knows yet.
        var same = before.filter(old -> old.settings().equals(settings));
        if (same.isEmpty()) {
            draws.forgetMeasured(id);
        }
        store.save(id, settings, limits, same.map(StoredPower::configuredAt).orElse(now), now);
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
