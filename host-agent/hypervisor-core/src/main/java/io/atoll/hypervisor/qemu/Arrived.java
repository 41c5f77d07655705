package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.vm.VmState;
import org.jspecify.annotations.Nullable;

/** What the end of the wait for a guest from another host means. */
final class Arrived {

    private Arrived() {}

    /** The status of a guest that is here; MIGRATION_FAILED with the process's last words when none came. */
    static VmStatus require(VmStatus status, @Nullable QemuRun run) {
        return switch (status.state()) {
            case VmState.Running(), VmState.Paused(var _), VmState.Stopping(), VmState.Migrating() -> status;
            case VmState.Stopped(var _), VmState.Crashed(var _), VmState.Starting(), VmState.Incoming() ->
                throw new HypervisorException(
                        HypervisorErrorCode.MIGRATION_FAILED,
                        "VM %s did not arrive: it is %s here. %s"
                                .formatted(
                                        status.id(),
                                        status.state().label(),
                                        run == null ? "" : run.process().lastWords()),
                        "The guest still runs on the source unless the source says otherwise.");
        };
    }
}
