package io.atoll.manager.vm.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.vm.internal.VmHardware.BootSource;
import io.atoll.manager.vm.internal.VmHardware.CpuTopology;
import io.atoll.manager.vm.internal.VmHardware.Firmware;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say of a VM's hardware; what is missing stays as it is.
 *
 * @param bootOrder of DISK, CDROM and NETWORK, first to last
 */
public record HardwareDraft(
        @Nullable TopologyDraft cpuTopology,
        @Nullable Boolean nestedVirtualization,
        @Nullable String firmware,
        @Nullable Boolean secureBoot,
        @Nullable Boolean tpm,
        @Nullable List<@Nullable String> bootOrder) {
    private static final HardwareDraft NOTHING = new HardwareDraft(null, null, null, null, null, null);
    private static final String FIELD = "spec.hardware.";

    /** Missing numbers count as 1. */
    public record TopologyDraft(
            @Nullable Integer sockets,
            @Nullable Integer coresPerSocket,
            @Nullable Integer threadsPerCore) {}

    /** The hardware with what is said here, for a VM with so many vCPUs. */
    static VmHardware apply(@Nullable HardwareDraft said, VmHardware before, int vcpuCount, InputCheck check) {
        var draft = said == null ? NOTHING : said;
        var firmware = check.choice(FIELD + "firmware", draft.firmware, Firmware.class, before.firmware());
        var secureBoot = draft.secureBoot == null ? before.secureBoot() : draft.secureBoot;
        check.require(
                !secureBoot || firmware == Firmware.UEFI,
                FIELD + "secureBoot",
                FIELD + "secureBoot needs the firmware UEFI, not BIOS. Say so too, or leave Secure Boot off.");
        return new VmHardware(
                draft.topology(before.cpuTopology(), vcpuCount, check),
                draft.nestedVirtualization == null ? before.nestedVirtualization() : draft.nestedVirtualization,
                firmware,
                secureBoot,
                draft.tpm == null ? before.tpm() : draft.tpm,
                draft.bootOrder == null ? before.bootOrder() : order(draft.bootOrder, check));
    }

    private @Nullable CpuTopology topology(@Nullable CpuTopology before, int vcpuCount, InputCheck check) {
        var said = cpuTopology;
        var field = FIELD + "cpuTopology";
        var topology = said == null
                ? before
                : new CpuTopology(
                        part(field + ".sockets", said.sockets, check),
                        part(field + ".coresPerSocket", said.coresPerSocket, check),
                        part(field + ".threadsPerCore", said.threadsPerCore, check));
        if (topology == null || (topology.sockets() == 1 && topology.coresPerSocket() == vcpuCount)) {
            return topology != null && topology.threadsPerCore() > 1 ? mismatch(topology, vcpuCount, check) : null;
        }
        return topology.vcpuCount() == vcpuCount ? topology : mismatch(topology, vcpuCount, check);
    }

    private static CpuTopology mismatch(CpuTopology topology, int vcpuCount, InputCheck check) {
        check.refuse(
                FIELD + "cpuTopology",
                "%d sockets with %d cores of %d threads make %d vCPUs; spec.vcpuCount is %d. Change the one or the other."
                        .formatted(
                                topology.sockets(),
                                topology.coresPerSocket(),
                                topology.threadsPerCore(),
                                topology.vcpuCount(),
                                vcpuCount));
        return topology;
    }

    private static int part(String field, @Nullable Integer count, InputCheck check) {
        return count == null ? 1 : check.range(field, count.intValue(), 1, VmDraft.MOST_VCPUS);
    }

    private static List<BootSource> order(List<@Nullable String> names, InputCheck check) {
        var field = FIELD + "bootOrder";
        var most = BootSource.values().length;
        check.require(
                !names.isEmpty() && names.size() <= most,
                field,
                "%s has %d entries; 1 to %d are possible.".formatted(field, names.size(), most));
        var order = new ArrayList<BootSource>();
        for (int i = 0; i < Math.min(names.size(), most); i++) {
            var source =
                    check.requiredChoice("%s[%d]".formatted(field, i), names.get(i), BootSource.class, BootSource.DISK);
            check.require(
                    names.get(i) == null || !order.contains(source),
                    field,
                    "%s names %s twice.".formatted(field, source));
            order.add(source);
        }
        return order;
    }
}
