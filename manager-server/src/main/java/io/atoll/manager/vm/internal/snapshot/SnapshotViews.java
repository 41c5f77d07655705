package io.atoll.manager.vm.internal.snapshot;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.vm.internal.snapshot.SnapshotRecord.GuestWas;
import io.atoll.manager.vm.internal.snapshot.SnapshotRecord.State;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Snapshots as clients see them. */
@Component
public class SnapshotViews {
    private final SnapshotStore snapshots;

    SnapshotViews(SnapshotStore snapshots) {
        this.snapshots = snapshots;
    }

    /**
     * A snapshot of a VM's disks.
     *
     * @param parentId the one the VM was at when it was taken
     * @param current whether the VM is at it now
     * @param quiesced whether the guest's file systems were in order
     * @param quiesceDetail why not, where that was wanted
     * @param guestWas what the guest was doing; its memory is not kept
     */
    public record View(
            UUID id,
            @Nullable UUID parentId,
            String name,
            String description,
            String createdBy,
            Instant createdAt,
            State state,
            boolean current,
            boolean quiesced,
            String quiesceDetail,
            GuestWas guestWas,
            List<DiskView> disks) {}

    /** A disk in it. */
    public record DiskView(int index, int sizeGiB) {}

    /**
     * All of a VM, the oldest first.
     *
     * @param currentId the one the VM is at
     * @param chainDepth how many files its longest disk is read through
     * @param mergeDebtBytes what its files hold that no snapshot needs, as of the last look
     */
    public record Snapshots(List<View> items, @Nullable UUID currentId, int chainDepth, long mergeDebtBytes) {}

    public Snapshots of(VmId vm) {
        var chain = snapshots.chain(vm);
        var items =
                snapshots.of(vm).stream().map(one -> view(one, chain.current())).toList();
        return new Snapshots(items, chain.current(), chain.depth(), chain.mergeDebtBytes());
    }

    public View one(VmId vm, UUID id) {
        return of(vm).items().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AtollException(
                        ErrorCode.VM_SNAPSHOT_NOT_FOUND, "VM %s has no snapshot %s.".formatted(vm, id)));
    }

    private static View view(SnapshotRecord one, @Nullable UUID current) {
        return new View(
                one.id(),
                one.parent(),
                one.name(),
                one.description(),
                one.createdBy(),
                one.createdAt(),
                one.state(),
                one.id().equals(current),
                one.quiesced().done(),
                one.quiesced().detail(),
                one.guestWas(),
                one.disks().stream()
                        .map(disk -> new DiskView(disk.index(), disk.sizeGiB()))
                        .toList());
    }
}
