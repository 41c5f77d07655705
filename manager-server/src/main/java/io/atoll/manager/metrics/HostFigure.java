package io.atoll.manager.metrics;

/** What is measured of a host. */
public enum HostFigure implements Figure {
    /** Without storage waits and stolen time. */
    CPU_USED("cpu_used_millicores", "cpuUsedMillicores", true),
    /** Taken by the hypervisor below, where the host is a VM itself. */
    CPU_STEAL("cpu_steal_millicores", "cpuStealMillicores", true),
    /** Idle while storage was waited for; the kernel's estimate. */
    CPU_IOWAIT("cpu_iowait_millicores", "cpuIowaitMillicores", true),
    MEMORY_USED("memory_used_mib", "memoryUsedMiB", false),
    /** Available to new work without swapping. */
    MEMORY_AVAILABLE("memory_available_mib", "memoryAvailableMiB", false),
    SWAP_USED("swap_used_mib", "swapUsedMiB", false),
    DISK_READ_BYTES("disk_read_bytes_per_second", "diskReadBytesPerSecond", false),
    DISK_WRITE_BYTES("disk_write_bytes_per_second", "diskWriteBytesPerSecond", false),
    DISK_READ_OPS("disk_read_ops_per_second", "diskReadOpsPerSecond", false),
    DISK_WRITE_OPS("disk_write_ops_per_second", "diskWriteOpsPerSecond", false),
    NET_RX_BYTES("net_rx_bytes_per_second", "netRxBytesPerSecond", false),
    NET_TX_BYTES("net_tx_bytes_per_second", "netTxBytesPerSecond", false),
    NET_RX_PACKETS("net_rx_packets_per_second", "netRxPacketsPerSecond", false),
    NET_TX_PACKETS("net_tx_packets_per_second", "netTxPacketsPerSecond", false),
    /** Thousandths of the load average over one minute. */
    LOAD_1M("load_1m_milli", "load1mMilli", false),
    /** VMs with a process on the host that it owns. */
    VM_COUNT("vm_count", "vmCount", false);

    private final String column;
    private final String series;
    private final boolean keepsMaximum;

    HostFigure(String column, String series, boolean keepsMaximum) {
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
