package io.atoll.manager.alarm.internal.definition;

import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.metrics.Figure;
import io.atoll.manager.metrics.HostFigure;
import io.atoll.manager.metrics.VmFigure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a METRIC condition can be about. The names are API, and carry their unit. */
public enum AlarmFigure {
    HOST_CPU_USED(AlarmObjectKind.HOST, "cpuUsedPercent", HostFigure.CPU_USED, Share.OF_PROCESSORS),
    HOST_CPU_STEAL(AlarmObjectKind.HOST, "cpuStealPercent", HostFigure.CPU_STEAL, Share.OF_PROCESSORS),
    HOST_CPU_IOWAIT(AlarmObjectKind.HOST, "cpuIowaitPercent", HostFigure.CPU_IOWAIT, Share.OF_PROCESSORS),
    HOST_MEMORY_USED(AlarmObjectKind.HOST, "memoryUsedPercent", HostFigure.MEMORY_USED, Share.OF_MEMORY),
    HOST_SWAP_USED(AlarmObjectKind.HOST, "swapUsedMiB", HostFigure.SWAP_USED, Share.NONE),
    HOST_DISK_READ(AlarmObjectKind.HOST, "diskReadBytesPerSecond", HostFigure.DISK_READ_BYTES, Share.NONE),
    HOST_DISK_WRITE(AlarmObjectKind.HOST, "diskWriteBytesPerSecond", HostFigure.DISK_WRITE_BYTES, Share.NONE),
    HOST_NET_RX(AlarmObjectKind.HOST, "netRxBytesPerSecond", HostFigure.NET_RX_BYTES, Share.NONE),
    HOST_NET_TX(AlarmObjectKind.HOST, "netTxBytesPerSecond", HostFigure.NET_TX_BYTES, Share.NONE),
    HOST_VM_COUNT(AlarmObjectKind.HOST, "vmCount", HostFigure.VM_COUNT, Share.NONE),
    HOST_CERTIFICATE_LEFT(AlarmObjectKind.HOST, "certificateDaysLeft", null, Share.NONE),
    HOST_CLOCK_SKEW(AlarmObjectKind.HOST, "clockSkewMs", null, Share.NONE),
    VM_CPU_USED(AlarmObjectKind.VM, "cpuUsedPercent", VmFigure.CPU_USED, Share.OF_PROCESSORS),
    VM_CPU_READY(AlarmObjectKind.VM, "cpuReadyPercent", VmFigure.CPU_READY, Share.OF_PROCESSORS),
    VM_MEMORY_ACTIVE(AlarmObjectKind.VM, "memoryActivePercent", VmFigure.MEMORY_ACTIVE, Share.OF_MEMORY),
    VM_MEMORY_SWAP(AlarmObjectKind.VM, "memorySwapMiB", VmFigure.MEMORY_SWAP, Share.NONE),
    VM_DISK_READ(AlarmObjectKind.VM, "diskReadBytesPerSecond", VmFigure.DISK_READ_BYTES, Share.NONE),
    VM_DISK_WRITE(AlarmObjectKind.VM, "diskWriteBytesPerSecond", VmFigure.DISK_WRITE_BYTES, Share.NONE),
    VM_NET_RX(AlarmObjectKind.VM, "netRxBytesPerSecond", VmFigure.NET_RX_BYTES, Share.NONE),
    VM_NET_TX(AlarmObjectKind.VM, "netTxBytesPerSecond", VmFigure.NET_TX_BYTES, Share.NONE),
    POOL_USED(AlarmObjectKind.POOL, "usedPercent", null, Share.NONE),
    POOL_FREE(AlarmObjectKind.POOL, "freeGiB", null, Share.NONE),
    /** Hosts that are connected and say that they do not reach the pool. */
    POOL_UNREACHABLE(AlarmObjectKind.POOL, "hostsWithoutAccess", null, Share.NONE),
    CLUSTER_HOSTS_NOT_READY(AlarmObjectKind.CLUSTER, "hostsNotReady", null, Share.NONE);

    /** Of what a figure of a sample is shown as percent. */
    public enum Share {
        NONE,
        OF_PROCESSORS,
        OF_MEMORY
    }

    private final AlarmObjectKind kind;
    private final String series;

    @SuppressWarnings("ImmutableEnumChecker") // a figure is a constant of another enum
    private final @Nullable Figure sample;

    private final Share share;

    AlarmFigure(AlarmObjectKind kind, String series, @Nullable Figure sample, Share share) {
        this.kind = kind;
        this.series = series;
        this.sample = sample;
        this.share = share;
    }

    public AlarmObjectKind kind() {
        return kind;
    }

    /** Its name in the API. */
    public String series() {
        return series;
    }

    /** The figure of samples behind it; null: it is known without samples. */
    public @Nullable Figure sample() {
        return sample;
    }

    public Share share() {
        return share;
    }

    /** As it stands behind a number, the blank before it included. */
    public String unit() {
        if (series.endsWith("Percent")) {
            return " %";
        }
        if (series.endsWith("BytesPerSecond")) {
            return " B/s";
        }
        return series.endsWith("MiB") ? " MiB" : series.endsWith("GiB") ? " GiB" : shortUnit();
    }

    private String shortUnit() {
        return series.endsWith("DaysLeft") ? " days" : series.endsWith("Ms") ? " ms" : "";
    }

    public static Optional<AlarmFigure> named(AlarmObjectKind kind, String series) {
        return Arrays.stream(values())
                .filter(figure -> figure.kind == kind && figure.series.equals(series))
                .findFirst();
    }

    public static List<String> namesOf(AlarmObjectKind kind) {
        return Arrays.stream(values())
                .filter(figure -> figure.kind == kind)
                .map(AlarmFigure::series)
                .toList();
    }
}
