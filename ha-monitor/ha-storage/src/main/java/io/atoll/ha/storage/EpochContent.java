package io.atoll.ha.storage;

import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;

/** Who was the last to be allowed to run a VM. */
public record EpochContent(VmId vm, VmEpoch epoch, HostId host) {
    /** "ATOLLEPO" */
    static final long MAGIC = 0x41544f4c4c45504fL;

    static final int FORMAT = 1;
    static final int BODY_END = 56;

    private static final int EPOCH = 16;
    private static final int VM = 24;
    private static final int HOST = 40;

    void encodeTo(BlockBuffer block) {
        block.begin(MAGIC, FORMAT);
        var bytes = block.bytes();
        bytes.putLong(EPOCH, epoch.value());
        SlotContent.put(bytes, VM, vm.value());
        SlotContent.put(bytes, HOST, host.value());
        block.seal();
    }

    static EpochReading decodeFrom(BlockBuffer block, VmId expected) {
        var damage = block.damage(MAGIC, FORMAT, BODY_END);
        if (!damage.isEmpty()) {
            return new EpochReading.Unreadable(
                    "The epoch block of VM %s cannot be read: %s.".formatted(expected, damage));
        }
        var bytes = block.bytes();
        var epoch = bytes.getLong(EPOCH);
        var vm = new VmId(SlotContent.uuid(bytes, VM));
        if (epoch < 0 || !vm.equals(expected)) {
            return new EpochReading.Unreadable("The epoch block of VM %s holds that of VM %s.".formatted(expected, vm));
        }
        return new EpochReading.Value(
                new EpochContent(vm, new VmEpoch(epoch), new HostId(SlotContent.uuid(bytes, HOST))));
    }
}
