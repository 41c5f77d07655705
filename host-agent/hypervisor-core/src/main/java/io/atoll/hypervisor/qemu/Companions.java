package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmDefinition;
import java.io.IOException;

/** What has to be there beside a VM's process before it starts. */
final class Companions {

    private Companions() {}

    static void prepare(VmDefinition vm, VmFolder folder, QemuCommandLine.Mode mode) throws IOException {
        var platform = vm.hardware().platform();
        var incoming = mode != QemuCommandLine.Mode.PAUSED;
        if (platform.uefi() != null) {
            Firmware.provide(platform.uefi(), incoming);
        }
        if (platform.tpmState() != null) {
            if (incoming) {
                throw new HypervisorException(
                        HypervisorErrorCode.MIGRATION_FAILED,
                        "VM %s has a TPM, whose state does not move while the VM runs.".formatted(vm.id()),
                        "Stop the VM and start it on the other host.");
            }
            Swtpm.start(platform.tpmState(), folder);
        }
    }

    /** Nothing of the VM's process is left, or ever was. */
    static void end(VmDefinition vm, VmFolder folder) {
        if (vm.hardware().platform().tpmState() != null) {
            Swtpm.end(folder);
        }
    }
}
