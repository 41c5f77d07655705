package io.atoll.hypervisor.api;

import java.nio.file.Path;

/** A disk of a VM: a file whose format is stated, never guessed. The guest sees a virtio block device. */
public record VmDisk(Path path, Format format, Cache cache, boolean readOnly) {

    public VmDisk {
        HostPaths.requireAbsolute("disk", path);
    }

    /** A writable qcow2 disk past the host's page cache: what an ordinary VM has. */
    public static VmDisk qcow2(Path path) {
        return new VmDisk(path, Format.QCOW2, Cache.NONE, false);
    }

    /** How the bytes of the file are laid out. */
    public enum Format {
        QCOW2,
        RAW
    }

    /** Where writes go first. */
    public enum Cache {
        /** Past the host's page cache (O_DIRECT). Needed for live migration over shared storage and for HA. */
        NONE,
        /** Through the host's page cache; for read-only files and file systems without O_DIRECT. */
        WRITEBACK
    }
}
