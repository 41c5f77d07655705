package io.atoll.manager.vm.internal.snapshot;

import io.atoll.model.VmId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A snapshot as the database holds it. */
public record SnapshotRecord(
        UUID id,
        VmId vm,
        @Nullable UUID parent,
        String name,
        String description,
        String createdBy,
        Instant createdAt,
        State state,
        Quiesced quiesced,
        GuestWas guestWas,
        List<DiskOf> disks) {
    public SnapshotRecord {
        disks = List.copyOf(disks);
    }

    /** How far it is. */
    public enum State {
        CREATING,
        READY,
        /** It is going, or could not go; what it held may be merged by now. */
        DELETING
    }

    /** What the guest was doing. */
    public enum GuestWas {
        RUNNING,
        PAUSED,
        OFF
    }

    /**
     * Whether the guest's file systems were in order.
     *
     * @param detail why not, where that was wanted
     */
    public record Quiesced(boolean done, String detail) {}

    /**
     * A disk in it.
     *
     * @param image the file that holds what it was; empty: the disk's first
     */
    public record DiskOf(int index, String image, int sizeGiB) {}
}
