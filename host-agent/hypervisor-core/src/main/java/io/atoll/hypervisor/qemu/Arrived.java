package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the end of the wait for a guest from another host means. */
final class Arrived {

    private Arrived() {}

    /** Until the guest is here or its process has gone; MIGRATION_TIMEOUT at the deadline. */
    static void await(VmId vm, QemuRun run, Duration deadline) {
        try {
            CompletableFuture.anyOf(run.arrived(), run.ended()).get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HypervisorException(
                    HypervisorErrorCode.MIGRATION_TIMEOUT,
                    "VM %s had not arrived after %d ms; this host still waits for it."
                            .formatted(vm, deadline.toMillis()),
                    e,
                    "Look at the migration on the source.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_TIMEOUT,
                    "Interrupted while waiting for VM %s; what was begun goes on.".formatted(vm),
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Arrival and end cannot fail.", e);
        }
    }

    /** The status of a guest that is here; MIGRATION_FAILED with the process's last words when none came. */
    static VmStatus require(VmStatus status, @Nullable QemuRun run) {
        return switch (status.state()) {
            case VmState.Running(), VmState.Paused(var _), VmState.Stopping(), VmState.Migrating() -> status;
            case VmState.Stopped(var _), VmState.Crashed(var _), VmState.Starting(), VmState.Incoming() ->
                throw new HypervisorException(
                        HypervisorErrorCode.MIGRATION_FAILED,
                        "VM %s did not arrive: it is %s here. %s"
                                .formatted(
                                        status.id(),
                                        status.state().label(),
                                        run == null ? "" : run.process().lastWords()),
                        "The guest still runs on the source unless the source says otherwise.");
        };
    }
}
