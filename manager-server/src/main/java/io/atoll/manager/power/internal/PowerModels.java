package io.atoll.manager.power.internal;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.power.internal.PowerViews.HostDrawView;
import io.atoll.manager.power.internal.draw.DrawStore;
import io.atoll.manager.power.internal.draw.WattsByLoad;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.HostId;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what somebody says that hosts draw, whether or not their power is controlled. */
@Service
@Transactional
public class PowerModels {
    private final DrawStore draws;
    private final HostPowerStore store;
    private final PowerViews views;
    private final PowerNotes notes;
    private final Inventory inventory;
    private final Clock clock;

    PowerModels(
            DrawStore draws,
            HostPowerStore store,
            PowerViews views,
            PowerNotes notes,
            Inventory inventory,
            Clock clock) {
        this.draws = draws;
        this.store = store;
        this.views = views;
        this.notes = notes;
        this.inventory = inventory;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public HostDrawView view(HostId id) {
        return views.draw(host(id));
    }

    /**
     * Sets what the host draws.
     *
     * @param ifMatch null: whatever was set before
     */
    public HostDrawView set(HostId id, @Nullable IfMatch ifMatch, int idleWatts, int fullWatts) {
        var host = host(id);
        var before = draws.lockSet(id);
        if (ifMatch != null) {
            ifMatch.require(before.map(WattsByLoad::revision).orElse(0L));
        }
        draws.set(id, idleWatts, fullWatts, clock.instant());
        shown(id);
        return views.draw(host);
    }

    /** Nothing where nothing was set. */
    public void forget(HostId id, IfMatch ifMatch) {
        host(id);
        ifMatch.require(draws.lockSet(id).map(WattsByLoad::revision).orElse(0L));
        draws.forgetSet(id);
        shown(id);
    }

    private void shown(HostId id) {
        if (store.touch(id, clock.instant())) {
            notes.changed(id, Change.CHANGED);
        }
    }

    private Host host(HostId id) {
        return inventory
                .host(id)
                .orElseThrow(() -> new AtollException(ErrorCode.HOST_NOT_FOUND, "There is no host %s.".formatted(id)));
    }
}
