package io.atoll.manager.vm.internal.steps;

import io.atoll.manager.task.StepContext;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import org.jspecify.annotations.Nullable;

/**
 * What a task on a VM was asked to do.
 *
 * @param hostId the host somebody asked for
 * @param deadlineSeconds how long a guest may take to shut down
 * @param thenStop whether a guest that takes longer is stopped
 * @param pauseLimitMs how long a guest that moves may stand still; null: as long as its host lets it
 */
public record VmTaskParams(
        String vmId,
        @Nullable String hostId,
        int deadlineSeconds,
        boolean thenStop,
        @Nullable Integer pauseLimitMs) {
    public static VmTaskParams of(VmId vm, @Nullable HostId host) {
        return toMove(vm, host, null);
    }

    public static VmTaskParams toMove(VmId vm, @Nullable HostId host, @Nullable Integer pauseLimitMs) {
        return new VmTaskParams(vm.toString(), host == null ? null : host.toString(), 0, false, pauseLimitMs);
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
