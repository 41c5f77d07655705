package io.atoll.manager.testing.agent;

import io.atoll.agent.v1.VmReport;
import io.atoll.model.VmId;

/** A VM as one host has it. */
record FakeVm(VmId id, String name, long epoch, String state, String stopCause, long memoryMib, int vcpuCount) {
    /** Where each guest has its devices; a target that waits for another guest cannot take it. */
    static final int DEVICE_LAYOUT = 2;

    FakeVm in(String newState, String cause) {
        return new FakeVm(id, name, epoch, newState, cause, memoryMib, vcpuCount);
    }

    FakeVm under(long newEpoch) {
        return new FakeVm(id, name, newEpoch, state, stopCause, memoryMib, vcpuCount);
    }

    /** Whether a process of it is there. */
    boolean hasProcess() {
        return !state.equals("STOPPED") && !state.equals("CRASHED");
    }

    /** Whether a guest runs, or stands still with its memory. */
    boolean hasGuest() {
        return hasProcess() && !state.equals("INCOMING");
    }

    VmReport report(long sinceMs) {
        return VmReport.newBuilder()
                .setVmId(id.toString())
                .setName(name)
                .setEpoch(epoch)
                .setPowerState(state)
                .setStopCause(stopCause)
                .setDetail(state.equals("PAUSED") ? "REQUESTED" : "")
                .setDeviceLayout(hasGuest() ? DEVICE_LAYOUT : 0)
                .setSinceMs(sinceMs)
                .setMemoryMib(memoryMib)
                .setVcpuCount(vcpuCount)
                .build();
    }
}
