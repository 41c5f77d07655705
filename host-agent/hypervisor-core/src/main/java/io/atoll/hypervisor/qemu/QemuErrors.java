package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.model.VmId;
import org.jspecify.annotations.Nullable;

/** What QEMU says went wrong, as our codes and with a remedy where we know one. */
final class QemuErrors {

    private static final int MAX_DETAIL_CHARACTERS = 600;

    private QemuErrors() {}

    static HypervisorException of(VmId vm, String doing, QmpException cause) {
        var sentence = Text.printable(String.valueOf(cause.getMessage()), MAX_DETAIL_CHARACTERS);
        return switch (cause.kind()) {
            case REFUSED ->
                new HypervisorException(
                        HypervisorErrorCode.HYPERVISOR_FAILED,
                        "%s VM %s failed: %s".formatted(doing, vm, sentence),
                        cause);
            case TIMEOUT ->
                new HypervisorException(
                        HypervisorErrorCode.HYPERVISOR_TIMEOUT,
                        "%s VM %s: %s".formatted(doing, vm, sentence),
                        cause,
                        "The host may be overloaded or its storage hang. Look at the host; stop the VM if it stays like this.");
            case LOST ->
                new HypervisorException(
                        HypervisorErrorCode.HYPERVISOR_FAILED,
                        "%s VM %s: %s".formatted(doing, vm, sentence),
                        cause,
                        "Look at the VM's state and events: its process may have ended.");
        };
    }

    /** Why a device could not be changed: with the code of the start where the disk is to blame. */
    static HypervisorException ofDevice(VmId vm, String doing, QmpException cause) {
        var said = String.valueOf(cause.getMessage());
        var words = Text.printable(said, MAX_DETAIL_CHARACTERS);
        if (said.contains("\" lock")) {
            return new HypervisorException(
                    HypervisorErrorCode.DISK_IN_USE,
                    "%s VM %s failed because another process has the disk open: %s".formatted(doing, vm, words),
                    cause,
                    "Find what has it open. Never remove the lock by hand.");
        }
        if (said.contains("Could not open")) {
            return new HypervisorException(
                    HypervisorErrorCode.DISK_NOT_FOUND,
                    "%s VM %s failed because the disk could not be opened: %s".formatted(doing, vm, words),
                    cause,
                    "Check that the pool is mounted and that the agent's user may read and write the file.");
        }
        return of(vm, doing, cause);
    }

    /** Why a process did not come up, from what it said. */
    static HypervisorException startFailed(VmId vm, String said, @Nullable Throwable cause) {
        var words = Text.printable(said, MAX_DETAIL_CHARACTERS);
        if (said.contains("\" lock")) {
            return new HypervisorException(
                    HypervisorErrorCode.DISK_IN_USE,
                    "VM %s was not started because another process has one of its disks open: %s".formatted(vm, words),
                    cause,
                    "Find where the VM (or a tool that works on its disk) runs. Never remove the lock by hand.");
        }
        if (said.contains("O_DIRECT")) {
            return new HypervisorException(
                    HypervisorErrorCode.DIRECT_IO_UNSUPPORTED,
                    "VM %s was not started because a disk's file system does not support direct I/O: %s"
                            .formatted(vm, words),
                    cause,
                    "Put the disk on a file system with O_DIRECT, or use cache mode writeback (no live migration then).");
        }
        if (said.contains("Could not open")) {
            return new HypervisorException(
                    HypervisorErrorCode.DISK_NOT_FOUND,
                    "VM %s was not started because a disk could not be opened: %s".formatted(vm, words),
                    cause,
                    "Check that the pool is mounted and that the agent's user may read and write the file.");
        }
        if (said.contains("doesn't support requested feature") || said.contains("unsupported machine type")) {
            return new HypervisorException(
                    HypervisorErrorCode.VM_DEFINITION_UNSUPPORTED,
                    "VM %s was not started because this host lacks what its definition asks for: %s"
                            .formatted(vm, words),
                    cause,
                    "Choose a lower CPU baseline for the cluster, or another host.");
        }
        return new HypervisorException(
                HypervisorErrorCode.HYPERVISOR_FAILED, "VM %s was not started: %s".formatted(vm, words), cause);
    }
}
