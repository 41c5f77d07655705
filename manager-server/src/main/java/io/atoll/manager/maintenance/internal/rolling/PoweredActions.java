package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.power.HostPower;
import io.atoll.manager.power.OffMode;
import io.atoll.manager.task.TaskId;
import io.atoll.model.HostId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reboots hosts through their power control; never under VMs. */
@Component
class PoweredActions implements RollingActions {
    private final HostPower power;

    PoweredActions(HostPower power) {
        this.power = power;
    }

    @Override
    public @Nullable TaskId begin(RollingAction action, HostId host, String requestedBy) {
        return switch (action) {
            case NONE -> null;
            case REBOOT -> power.cycle(host, OffMode.GRACEFUL, false, requestedBy);
        };
    }
}
