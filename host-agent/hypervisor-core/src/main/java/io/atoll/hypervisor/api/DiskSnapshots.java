package io.atoll.hypervisor.api;

import io.atoll.model.VmId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Disks of several files under a guest that is here, each of which stores what differs from the one below it. The files are made and
 * removed by the caller. Each method may be called again with the same arguments, also by a later run of the agent after one that
 * died in the middle, and then completes what is missing. VM_WRONG_STATE where there is no guest, or it is on its way in or out.
 */
public interface DiskSnapshots {

    /**
     * From one moment on, the same for all, these files are written to; each exists, is empty, and stands on the one that its disk was
     * written to before, which nobody writes to any more. On failure none of them is in use.
     *
     * @param tops by the disks' slots
     */
    Frozen freeze(VmId vm, SortedMap<Integer, Path> tops, Quiesce quiesce);

    /** The files of the disk that are open, the one that is written to first. */
    Set<Path> openFiles(VmId vm, int slot);

    /**
     * Puts what a file stores into the one below it, while the guest runs. Of the file that is written to, the guest stands still for a
     * moment at the end, in which {@code handover} says for everybody else that the content is below now; then the one below is
     * written to. Nothing happens where the file is not part of the disk any more.
     */
    VmStatus commit(VmId vm, Merge merge, Handover handover, MergeListener listener);

    /**
     * Puts into a file what it reads through from the one below, which is then no part of the disk any more, while the guest runs.
     */
    VmStatus pull(VmId vm, Merge merge, MergeListener listener);

    /**
     * Two files of a disk, one right below the other.
     *
     * @param backingName what is to stand in the header of the file that stands on the merged one; null: nothing, it stands alone
     */
    record Merge(int slot, Path upper, Path lower, @Nullable String backingName) {}

    /** Whether the guest is asked to bring its file systems into order before its disks are frozen. */
    enum Wish {
        /** As after a power cut. */
        NONE,
        /** If it can; what came of it is told. */
        BEST_EFFORT,
        /** GUEST_AGENT_UNAVAILABLE when it cannot. */
        REQUIRED
    }

    /**
     * How the guest is asked.
     *
     * @param deadline how long the guest may take to bring its file systems into order
     */
    record Quiesce(Wish wish, Duration deadline) {
        public static final Quiesce NONE = new Quiesce(Wish.NONE, Duration.ZERO);
    }

    /**
     * How it went.
     *
     * @param quiesced whether the guest's file systems were in order
     * @param detail why not; empty where they were, or nobody asked
     * @param standstill how long the guest could not write
     */
    record Frozen(VmStatus status, boolean quiesced, String detail, Duration standstill) {}

    /** Says on the storage, as one step, where the content is. */
    interface Handover {
        /** Nothing to say. */
        Handover NONE = new Handover() {
            @Override
            public void over() {
                // Nobody looks for it.
            }

            @Override
            public void back() {
                // Nor was anything said.
            }
        };

        void over();

        /** It did not happen after all. */
        void back();
    }

    /** Follows a merge. Called on one thread. */
    interface MergeListener {
        void progress(long bytesDone, long bytesTotal);

        /** Asked again and again; the merge is then given up, and what was merged by then does no harm. */
        boolean isCancelled();
    }
}
