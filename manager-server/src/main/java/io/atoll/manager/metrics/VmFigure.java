package io.atoll.manager.metrics;

/** What is measured of a VM. Disk and network are from the guest's point of view. */
public enum VmFigure implements Figure {
    /** By the whole process, emulation included. */
    CPU_USED("cpu_used_millicores", "cpuUsedMillicores", true),
    /** Time its virtual processors were runnable and waited for a processor of the host. */
    CPU_READY("cpu_ready_millicores", "cpuReadyMillicores", true),
    /** The same waiting as a share of its virtual processors' time. KVM shows it to the guest as steal. */
    CPU_STEAL("cpu_steal_permille", "cpuStealPermille", true),
    /** Of the host's memory, by the process. */
    MEMORY_RESIDENT("memory_resident_mib", "memoryResidentMiB", false),
    /** Total less available, as the guest's balloon driver says. */
    MEMORY_ACTIVE("memory_active_mib", "memoryActiveMiB", false),
    /** What the balloon leaves to the guest. */
    MEMORY_BALLOON("memory_balloon_mib", "memoryBalloonMiB", false),
    /** Of the process, swapped out by the host. */
    MEMORY_SWAP("memory_swap_mib", "memorySwapMiB", false),
    /** How fast the guest writes to memory, by a sample of its pages. */
    MEMORY_DIRTY("memory_dirty_bytes_per_second", "memoryDirtyBytesPerSecond", false),
    DISK_READ_BYTES("disk_read_bytes_per_second", "diskReadBytesPerSecond", false),
    DISK_WRITE_BYTES("disk_write_bytes_per_second", "diskWriteBytesPerSecond", false),
    DISK_READ_OPS("disk_read_ops_per_second", "diskReadOpsPerSecond", false),
    DISK_WRITE_OPS("disk_write_ops_per_second", "diskWriteOpsPerSecond", false),
    NET_RX_BYTES("net_rx_bytes_per_second", "netRxBytesPerSecond", false),
    NET_TX_BYTES("net_tx_bytes_per_second", "netTxBytesPerSecond", false),
    NET_RX_PACKETS("net_rx_packets_per_second", "netRxPacketsPerSecond", false),
    NET_TX_PACKETS("net_tx_packets_per_second", "netTxPacketsPerSecond", false);

    private final String column;
    private final String series;
    private final boolean keepsMaximum;

    VmFigure(String column, String series, boolean keepsMaximum) {
        this.column = column;
        this.series = series;
        this.keepsMaximum = keepsMaximum;
    }

    @Override
    public String column() {
        return column;
    }

    @Override
    public String series() {
        return series;
    }

    @Override
    public boolean keepsMaximum() {
        return keepsMaximum;
    }
}
