package io.atoll.agent.server;

import static io.atoll.agent.server.Violations.sound;

import io.atoll.agent.operation.OperationWork;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.v1.ApplyVmShares;
import io.atoll.agent.v1.Done;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.VmShare;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import java.util.TreeMap;

/** What the host's VMs are to get while they compete. */
final class ShareOperations {
    private static final int MOST_VMS = 4096;

    private final Hypervisor hypervisor;

    ShareOperations(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    OperationWork apply(ApplyVmShares message) {
        var violations = new Violations();
        violations.require(message.getVmsCount() <= MOST_VMS, "vms", "more than %d were given".formatted(MOST_VMS));
        violations.throwIfAny();
        var wanted = new TreeMap<VmId, VmShare>();
        for (var i = 0; i < message.getVmsCount(); i++) {
            var field = "vms[%d]".formatted(i);
            var said = message.getVms(i);
            var id = violations.read(field + ".vm_id", () -> VmId.parse(said.getVmId()));
            var share = violations.read(field, () -> share(said));
            if (id != null && share != null) {
                violations.require(wanted.put(sound(id), sound(share)) == null, field + ".vm_id", "it is given twice");
            }
        }
        violations.throwIfAny();
        return _ -> {
            var control = hypervisor.applyShares(wanted);
            if (!control.cpu()) {
                throw new RefusedException(RefusalCode.NO_CGROUP_CONTROLLERS, control.reason());
            }
            return Done.getDefaultInstance().toByteArray();
        };
    }

    private static VmShare share(io.atoll.agent.v1.VmShare said) {
        var most = said.getCpuMaxMillicores();
        return new VmShare(said.getCpuWeight(), most == 0 ? null : (Long) most, new Mebibytes(said.getMemoryLowMib()));
    }
}
