package io.atoll.manager.vm.internal.steps;

import io.atoll.manager.task.StepContext;
import io.atoll.manager.vm.internal.Disk;
import io.atoll.manager.vm.internal.VmDevices;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a task on a VM was asked to do.
 *
 * @param hostId the host somebody asked for
 * @param deadlineSeconds how long a guest may take to shut down
 * @param thenStop whether a guest that takes longer is stopped
 * @param device the disk or network card it is about
 * @param snapshot the snapshot it is about
 * @param pauseLimitMs how long a guest that moves may stand still; null: as long as its host lets it
 */
public record VmTaskParams(
        String vmId,
        @Nullable String hostId,
        int deadlineSeconds,
        boolean thenStop,
        @Nullable Integer pauseLimitMs,
        @Nullable Device device,
        @Nullable Snapshot snapshot) {
    public VmTaskParams(
            String vmId,
            @Nullable String hostId,
            int deadlineSeconds,
            boolean thenStop,
            @Nullable Integer pauseLimitMs,
            @Nullable Device device) {
        this(vmId, hostId, deadlineSeconds, thenStop, pauseLimitMs, device, null);
    }

    /**
     * A snapshot.
     *
     * @param imageId of the files that are made; empty: none are
     * @param quiesce NONE, BEST_EFFORT or REQUIRED
     * @param quiesceSeconds how long the guest may take for it
     */
    public record Snapshot(String id, String imageId, String quiesce, int quiesceSeconds) {}

    /**
     * A disk or a network card.
     *
     * @param sizeGiB how large a disk is to be; 0 where that does not matter
     * @param limitsBefore what a disk could use before its limits were changed
     */
    public record Device(VmDevices.Kind kind, int index, int sizeGiB, Disk.@Nullable Limits limitsBefore) {
        public Device(VmDevices.Kind kind, int index, int sizeGiB) {
            this(kind, index, sizeGiB, null);
        }
    }

    public static VmTaskParams ofDevice(VmId vm, Device device) {
        return new VmTaskParams(vm.toString(), null, 0, false, null, device);
    }

    public static VmTaskParams ofSnapshot(VmId vm, Snapshot snapshot) {
        return new VmTaskParams(vm.toString(), null, 0, false, null, null, snapshot);
    }

    static Snapshot snapshot(StepContext context) {
        return Objects.requireNonNull(context.params(VmTaskParams.class).snapshot, "a task about a snapshot names it");
    }

    static Device device(StepContext context) {
        return Objects.requireNonNull(context.params(VmTaskParams.class).device, "a task about a device names it");
    }

    public static VmTaskParams of(VmId vm, @Nullable HostId host) {
        return toMove(vm, host, null);
    }

    public static VmTaskParams toMove(VmId vm, @Nullable HostId host, @Nullable Integer pauseLimitMs) {
        return new VmTaskParams(vm.toString(), host == null ? null : host.toString(), 0, false, pauseLimitMs, null);
    }

    static int pauseLimitMs(StepContext context) {
        var limit = context.params(VmTaskParams.class).pauseLimitMs;
        return limit == null ? 0 : limit;
    }

    static VmId vm(StepContext context) {
        return VmId.parse(context.params(VmTaskParams.class).vmId);
    }

    static @Nullable HostId wishedHost(StepContext context) {
        var host = context.params(VmTaskParams.class).hostId;
        return host == null ? null : HostId.parse(host);
    }
}
