package io.atoll.hypervisor.api;

import java.nio.file.Path;

/**
 * A disk of a VM: a file whose format is stated, never guessed. The guest sees a virtio block device.
 *
 * @param slot which of the VM's places for disks it has, below {@link VmDefinition#MAX_DISKS}; {@link #BY_ORDER}: the one that its
 *     position among the VM's disks gives it
 * @param limits what it may use of its storage
 */
public record VmDisk(Path path, Format format, Cache cache, boolean readOnly, int slot, DiskLimits limits) {

    /** A definition puts such a disk where it stands in the list. */
    public static final int BY_ORDER = -1;

    public VmDisk {
        HostPaths.requireAbsolute("disk", path);
    }

    public VmDisk(Path path, Format format, Cache cache, boolean readOnly) {
        this(path, format, cache, readOnly, BY_ORDER);
    }

    public VmDisk(Path path, Format format, Cache cache, boolean readOnly, int slot) {
        this(path, format, cache, readOnly, slot, DiskLimits.NONE);
    }

    public VmDisk inSlot(int next) {
        return new VmDisk(path, format, cache, readOnly, next, limits);
    }

    /** The same disk, written to another file. */
    public VmDisk at(Path next) {
        return new VmDisk(next, format, cache, readOnly, slot, limits);
    }

    public VmDisk limited(DiskLimits next) {
        return new VmDisk(path, format, cache, readOnly, slot, next);
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
