package io.atoll.agent.server;

import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.storage.DiskImage;
import io.atoll.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** Reads which file of a disk a message names. */
final class DiskImages {
    private DiskImages() {}

    /** Null after noting why there is none. */
    static @Nullable DiskImage read(Violations violations, String field, int index, String id) {
        if (index < 0 || index >= VmDefinition.MAX_DISKS) {
            violations.add(
                    field,
                    "disk %s is not 0 to %d".formatted(Integer.toUnsignedString(index), VmDefinition.MAX_DISKS - 1));
            return null;
        }
        try {
            return new DiskImage(index, id);
        } catch (StorageException e) {
            violations.add(field, e.detail());
            return null;
        }
    }
}
