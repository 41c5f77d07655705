package io.atoll.ha.storage;

import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;

/**
 * Who was the last to be allowed to run a VM.
 *
 * @param state whether that host still may
 */
public record EpochContent(VmId vm, VmEpoch epoch, HostId host, State state) {
    /** "ATOLLEPO" */
    static final long MAGIC = 0x41544f4c4c45504fL;

    static final int FORMAT = 1;
    static final int BODY_END = 56;

    private static final int STATE = 12;
    private static final int EPOCH = 16;
    private static final int VM = 24;
    private static final int HOST = 40;

    /** What the host says of the VM at this epoch. */
    public enum State {
        /** It runs the VM, or is about to. */
        HELD(1),
        /** It has ended the VM and will not run it at this epoch. */
        RELEASED(2);

        private final int code;

        State(int code) {
            this.code = code;
        }
    }

    /** Claims the VM for a host. */
    public static EpochContent held(VmId vm, VmEpoch epoch, HostId host) {
        return new EpochContent(vm, epoch, host, State.HELD);
    }

    /** Gives the VM up, at the epoch it was held at. */
    public EpochContent released() {
        return new EpochContent(vm, epoch, host, State.RELEASED);
    }

    /** Whether {@code wanted} must not replace this: a lower epoch, another host's same epoch, or a way back from RELEASED. */
    boolean excludes(EpochContent wanted) {
        return wanted.epoch.isOlderThan(epoch)
                || (wanted.epoch.equals(epoch)
                        && (!wanted.host.equals(host) || (state == State.RELEASED && wanted.state == State.HELD)));
    }

    void encodeTo(BlockBuffer block) {
        block.begin(MAGIC, FORMAT);
        var bytes = block.bytes();
        bytes.putInt(STATE, state.code);
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
        var code = bytes.getInt(STATE);
        if (epoch < 0 || code < 1 || code > State.values().length) {
            return new EpochReading.Unreadable(
                    "The epoch block of VM %s cannot be read: its numbers make no sense.".formatted(expected));
        }
        if (!vm.equals(expected)) {
            return new EpochReading.Unreadable("The epoch block of VM %s holds that of VM %s.".formatted(expected, vm));
        }
        return new EpochReading.Value(new EpochContent(
                vm,
                new VmEpoch(epoch),
                new HostId(SlotContent.uuid(bytes, HOST)),
                code == State.HELD.code ? State.HELD : State.RELEASED));
    }
}
