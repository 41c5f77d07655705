package io.atoll.manager.vm.internal;

import io.atoll.manager.console.ConsoleTargets;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.jpa.VmStore;
import io.atoll.model.VmId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells where a VM's console is. */
@Component
class VmConsoleTargets implements ConsoleTargets {
    private final VmStore vms;

    VmConsoleTargets(VmStore vms) {
        this.vms = vms;
    }

    @Override
    public Optional<ConsoleTarget> find(VmId vm) {
        return vms.find(vm.value()).map(VmRecord::status).map(status -> {
            var state = status.powerState();
            var open = VmAction.CONSOLE.states().contains(state);
            return new ConsoleTarget(
                    open ? status.host() : null, state == VmPowerState.MIGRATING, state.name(), status.epoch());
        });
    }
}
