package io.atoll.manager.dpm.internal.settings;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.inventory.Inventory;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Clock;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Checks and writes settings, in the caller's transaction. */
@Component
public class DpmSettingsChange {
    private final DpmSettingsStore settings;
    private final Inventory inventory;
    private final Clock clock;

    DpmSettingsChange(DpmSettingsStore settings, Inventory inventory, Clock clock) {
        this.settings = settings;
        this.inventory = inventory;
        this.clock = clock;
    }

    /** The settings by then; empty: nothing has changed. Refused with every field that is wrong. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<DpmSettings> make(ClusterId id, IfMatch ifMatch, DpmSettingsDraft draft) {
        var before = settings.lock(id, clock.instant());
        ifMatch.require(before.revision());
        var hosts = new TreeMap<HostId, String>();
        inventory.hosts(id).forEach(host -> hosts.put(host.id(), host.name()));
        var check = new InputCheck();
        var after = draft.over(before, hosts, check);
        check.done();
        if (after.equals(before)) {
            return Optional.empty();
        }
        settings.save(after.revised(), clock.instant());
        return Optional.of(after.revised());
    }
}
