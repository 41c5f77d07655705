package io.atoll.manager.vm.internal;

import io.atoll.manager.task.TaskId;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a VM.
 *
 * @param since when it came into the state; running and migrating count as one
 * @param host where it runs, or may be running; none where nothing of it runs
 * @param cpuModel the CPU the running guest sees, as {@link io.atoll.model.CpuBaseline#text()} writes it
 */
public record VmStatus(
        VmPowerState powerState,
        String detail,
        Instant since,
        @Nullable HostId host,
        @Nullable HostId lastHost,
        VmEpoch epoch,
        @Nullable String cpuModel,
        Guest guest,
        List<Condition> conditions,
        @Nullable TaskId activeTask) {
    private static final Set<VmPowerState> RUNNING_OR_MOVING = Set.of(VmPowerState.RUNNING, VmPowerState.MIGRATING);

    public VmStatus {
        conditions = List.copyOf(conditions);
    }

    /** What the guest itself tells; hostile until shown as text. {@code facts} are null where it tells none. */
    public record Guest(
            List<String> addresses,
            boolean agentConnected,
            @Nullable GuestFacts facts) {
        public static final Guest SILENT = new Guest(List.of(), false, null);

        public Guest {
            addresses = List.copyOf(addresses);
        }
    }

    /** Something an operator must know beside the power state. */
    public record Condition(String code, String detail, Instant since) {
        /** Two hosts report the VM as theirs, or one that does not own it says that it runs it. */
        public static final String CONFLICT = "CONFLICT";
        /** Agents gave it to another host, which has not said yet that it runs there. */
        public static final String HA_RESTARTING = "HA_RESTARTING";
    }

    public static VmStatus creating(Instant now) {
        return new VmStatus(
                VmPowerState.CREATING, "", now, null, null, new VmEpoch(0), null, Guest.SILENT, List.of(), null);
    }

    public boolean hasConflict() {
        return has(Condition.CONFLICT);
    }

    /** Whether HA is at it: until it runs again or HA gives up, that it does not run says nothing. */
    public boolean isRestartedByHa() {
        return has(Condition.HA_RESTARTING);
    }

    private boolean has(String code) {
        return conditions.stream().anyMatch(condition -> condition.code().equals(code));
    }

    /** Given to another host, or to none yet, by agents; what was known of the guest is over. */
    public VmStatus movedByHa(@Nullable HostId newHost, VmEpoch newEpoch, String newDetail, Instant at) {
        var condition = new Condition(Condition.HA_RESTARTING, newDetail, at);
        return new VmStatus(
                VmPowerState.STARTING,
                newDetail,
                sinceIn(VmPowerState.STARTING, at),
                newHost,
                newHost == null ? lastHost : newHost,
                newEpoch,
                cpuModel,
                Guest.SILENT,
                List.of(condition),
                activeTask);
    }

    /** HA is at it still, and this is how it goes. */
    public VmStatus stillRestartedByHa(String newDetail, Instant at) {
        return in(powerState, newDetail, at)
                .withConditions(List.of(new Condition(Condition.HA_RESTARTING, newDetail, at)));
    }

    /** A migration does not interrupt running: what runs since yesterday does so after it. */
    private Instant sinceIn(VmPowerState state, Instant at) {
        var goesOn = RUNNING_OR_MOVING.contains(state) && RUNNING_OR_MOVING.contains(powerState);
        return state == powerState || goesOn ? since : at;
    }

    /** The state at a host from {@code at} on; unchanged, time included, where it is so already. */
    public VmStatus at(VmPowerState state, String newDetail, HostId newHost, Instant at) {
        if (state == powerState && newDetail.equals(detail) && newHost.equals(host)) {
            return this;
        }
        return new VmStatus(
                state, newDetail, sinceIn(state, at), newHost, newHost, epoch, cpuModel, guest, conditions, activeTask);
    }

    /**
     * Nothing of the VM runs any more. One that crashed keeps its processor's model: HA starts it from the spec that was written with
     * that, and no other start reads it.
     */
    public VmStatus off(VmPowerState state, String newDetail, Instant at) {
        if (state == powerState && newDetail.equals(detail) && host == null) {
            return this;
        }
        return new VmStatus(
                state,
                newDetail,
                sinceIn(state, at),
                null,
                lastHost,
                epoch,
                state == VmPowerState.CRASHED ? cpuModel : null,
                Guest.SILENT,
                List.of(),
                activeTask);
    }

    /** Another state where it is. */
    public VmStatus in(VmPowerState state, String newDetail, Instant at) {
        if (state == powerState && newDetail.equals(detail)) {
            return this;
        }
        return new VmStatus(
                state, newDetail, sinceIn(state, at), host, lastHost, epoch, cpuModel, guest, conditions, activeTask);
    }

    public VmStatus underEpoch(VmEpoch newEpoch) {
        return new VmStatus(
                powerState, detail, since, host, lastHost, newEpoch, cpuModel, guest, conditions, activeTask);
    }

    public VmStatus withCpuModel(String model) {
        return new VmStatus(powerState, detail, since, host, lastHost, epoch, model, guest, conditions, activeTask);
    }

    public VmStatus withGuest(Guest newGuest) {
        return new VmStatus(
                powerState, detail, since, host, lastHost, epoch, cpuModel, newGuest, conditions, activeTask);
    }

    public VmStatus withConditions(List<Condition> newConditions) {
        return new VmStatus(
                powerState, detail, since, host, lastHost, epoch, cpuModel, guest, newConditions, activeTask);
    }

    public VmStatus withActiveTask(@Nullable TaskId task) {
        return new VmStatus(powerState, detail, since, host, lastHost, epoch, cpuModel, guest, conditions, task);
    }
}
