package io.atoll.manager.vm.internal.sync;

import io.atoll.agent.v1.VmReport;
import io.atoll.manager.vm.VmPowerState;
import org.jspecify.annotations.Nullable;

/** A VM's state in the words of an agent. */
public enum ReportedState {
    STOPPED(null),
    STARTING(VmPowerState.STARTING),
    RUNNING(VmPowerState.RUNNING),
    PAUSED(VmPowerState.PAUSED),
    STOPPING(VmPowerState.STOPPING),
    /** Waits for a migration; no guest runs. */
    INCOMING(null),
    MIGRATING(VmPowerState.MIGRATING),
    CRASHED(null),
    /** An agent newer than this manager said something else. */
    UNREADABLE(VmPowerState.UNKNOWN);

    private final @Nullable VmPowerState whileRunning;

    ReportedState(@Nullable VmPowerState whileRunning) {
        this.whileRunning = whileRunning;
    }

    public static ReportedState of(VmReport report) {
        for (var state : values()) {
            if (state.name().equals(report.getPowerState())) {
                return state;
            }
        }
        return UNREADABLE;
    }

    /** Whether a guest is running, or may be. */
    public boolean runs() {
        return whileRunning != null;
    }

    /** Our word for it, for states in which a guest runs. */
    @Nullable
    VmPowerState whileRunning() {
        return whileRunning;
    }
}
