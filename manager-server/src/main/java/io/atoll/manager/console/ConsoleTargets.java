package io.atoll.manager.console;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a VM's console is; filled by the module that owns the VMs. */
public interface ConsoleTargets {
    Optional<ConsoleTarget> find(VmId vm);

    /** A VM with a console now; refuses with VM_NOT_FOUND or VM_WRONG_STATE. */
    default OpenConsole require(VmId vm) {
        var target = find(vm).orElseThrow(() ->
                new AtollException(ErrorCode.VM_NOT_FOUND, "There is no VM with the id %s.".formatted(vm)));
        var host = target.host();
        if (host == null) {
            throw new AtollException(
                    ErrorCode.VM_WRONG_STATE,
                    "The VM is %s; only a VM that runs has a console.".formatted(target.state()),
                    Hint.of("Start the VM first."));
        }
        return new OpenConsole(host, target.epoch(), target.moving());
    }

    /** Where a console is that can be opened now, and the owner epoch under which the VM runs there. */
    record OpenConsole(HostId host, VmEpoch epoch, boolean moving) {}

    /**
     * One VM as its console sees it.
     *
     * @param host where it runs; null when it has no console now
     * @param moving whether it is being migrated
     * @param state the power state, for people
     * @param epoch the owner's
     */
    record ConsoleTarget(@Nullable HostId host, boolean moving, String state, VmEpoch epoch) {}
}
