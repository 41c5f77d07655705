package io.atoll.ha.storage;

import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Which VMs on a pool the HA leader wants a host to end that ZooKeeper does not hear. An order for an epoch that has passed means
 * nothing.
 *
 * @param leaderEpoch of the leadership that wants it
 * @param number another one with every writing: an order that does not move is not obeyed
 * @param vms the epoch of each VM that is to end
 */
public record OrderContent(
        UUID installation, HostId host, LeaderEpoch leaderEpoch, long number, SortedMap<VmId, VmEpoch> vms) {
    /** So many fit into one block; the others follow when these have ended. */
    public static final int MOST_VMS = 160;

    /** "ATOLLORD" */
    static final long MAGIC = 0x41544f4c4c4f5244L;

    static final int FORMAT = 1;

    private static final int COUNT = 12;
    private static final int INSTALLATION = 16;
    private static final int HOST = 32;
    private static final int LEADER_EPOCH = 48;
    private static final int NUMBER = 56;
    private static final int VMS = 64;
    private static final int VM_BYTES = 24;
    private static final int EPOCH_IN_VM = 16;

    public OrderContent {
        if (vms.size() > MOST_VMS) {
            throw new IllegalArgumentException(
                    "An order names at most %d VMs, %d were given.".formatted(MOST_VMS, vms.size()));
        }
        vms = Collections.unmodifiableSortedMap(new TreeMap<>(vms));
    }

    void encodeTo(BlockBuffer block) {
        block.begin(MAGIC, FORMAT);
        var bytes = block.bytes();
        bytes.putInt(COUNT, vms.size());
        SlotContent.put(bytes, INSTALLATION, installation);
        SlotContent.put(bytes, HOST, host.value());
        bytes.putLong(LEADER_EPOCH, leaderEpoch.value());
        bytes.putLong(NUMBER, number);
        var at = VMS;
        for (var vm : vms.entrySet()) {
            SlotContent.put(bytes, at, vm.getKey().value());
            bytes.putLong(at + EPOCH_IN_VM, vm.getValue().value());
            at += VM_BYTES;
        }
        block.seal();
    }

    static OrderReading decodeFrom(BlockBuffer block, UUID installation, HostId host) {
        var bytes = block.bytes();
        var count = bytes.getInt(COUNT);
        var sane = count >= 0 && count <= MOST_VMS;
        var damage = block.damage(MAGIC, FORMAT, sane ? VMS + count * VM_BYTES : VMS + MOST_VMS * VM_BYTES);
        if (!damage.isEmpty()) {
            return unreadable(host, damage);
        }
        var leaderEpoch = bytes.getLong(LEADER_EPOCH);
        var vms = new TreeMap<VmId, VmEpoch>();
        for (var i = 0; sane && i < count; i++) {
            var at = VMS + i * VM_BYTES;
            var epoch = bytes.getLong(at + EPOCH_IN_VM);
            sane = epoch >= 0;
            if (sane) {
                vms.put(new VmId(SlotContent.uuid(bytes, at)), new VmEpoch(epoch));
            }
        }
        if (!sane || leaderEpoch < 0) {
            return unreadable(host, "its numbers make no sense");
        }
        var content = new OrderContent(
                SlotContent.uuid(bytes, INSTALLATION),
                new HostId(SlotContent.uuid(bytes, HOST)),
                new LeaderEpoch(leaderEpoch),
                bytes.getLong(NUMBER),
                vms);
        return content.host.equals(host) && content.installation.equals(installation)
                ? new OrderReading.Value(content)
                : unreadable(
                        host, "it is one for host %s of installation %s".formatted(content.host, content.installation));
    }

    private static OrderReading unreadable(HostId host, String why) {
        return new OrderReading.Unreadable("The order to host %s cannot be read: %s.".formatted(host, why));
    }
}
