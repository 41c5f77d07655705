package io.atoll.manager.metrics.internal;

import io.atoll.agent.v1.HostSample;
import io.atoll.agent.v1.VmSample;
import io.atoll.manager.metrics.Figure;
import io.atoll.manager.metrics.HostFigure;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.metrics.internal.Measured.Values;
import java.util.List;

/** What an agent counts of one object, and the rates that two such countings give. */
final class Totals {
    private static final long ABSENT = -1;
    /** No host moves ten terabytes a second, or has ten thousand processors; a counter that says so has jumped. */
    private static final double MOST_PER_SECOND = 1e13;

    private static final double MOST_MILLICORES = 1e7;

    /** Milliseconds of processor time a second are thousandths of a core. */
    private static final double OF_MILLISECONDS = 1;

    private static final double OF_MICROSECONDS = 1e-3;

    private static final List<Figure> OF_HOST = List.of(
            HostFigure.CPU_USED,
            HostFigure.CPU_STEAL,
            HostFigure.CPU_IOWAIT,
            HostFigure.DISK_READ_BYTES,
            HostFigure.DISK_WRITE_BYTES,
            HostFigure.DISK_READ_OPS,
            HostFigure.DISK_WRITE_OPS,
            HostFigure.NET_RX_BYTES,
            HostFigure.NET_TX_BYTES,
            HostFigure.NET_RX_PACKETS,
            HostFigure.NET_TX_PACKETS);
    private static final List<Figure> OF_VM = List.of(
            VmFigure.CPU_USED,
            VmFigure.CPU_READY,
            VmFigure.DISK_READ_BYTES,
            VmFigure.DISK_WRITE_BYTES,
            VmFigure.DISK_READ_OPS,
            VmFigure.DISK_WRITE_OPS,
            VmFigure.NET_RX_BYTES,
            VmFigure.NET_TX_BYTES,
            VmFigure.NET_RX_PACKETS,
            VmFigure.NET_TX_PACKETS);

    private final List<Figure> figures;
    private final long[] totals;

    private Totals(List<Figure> figures, long... totals) {
        this.figures = figures;
        this.totals = totals;
    }

    static Totals of(HostSample host) {
        return new Totals(
                OF_HOST,
                host.hasCpuUsedMsTotal() ? host.getCpuUsedMsTotal() : ABSENT,
                host.hasCpuStealMsTotal() ? host.getCpuStealMsTotal() : ABSENT,
                host.hasCpuIowaitMsTotal() ? host.getCpuIowaitMsTotal() : ABSENT,
                host.hasDiskReadBytesTotal() ? host.getDiskReadBytesTotal() : ABSENT,
                host.hasDiskWriteBytesTotal() ? host.getDiskWriteBytesTotal() : ABSENT,
                host.hasDiskReadOpsTotal() ? host.getDiskReadOpsTotal() : ABSENT,
                host.hasDiskWriteOpsTotal() ? host.getDiskWriteOpsTotal() : ABSENT,
                host.hasNetRxBytesTotal() ? host.getNetRxBytesTotal() : ABSENT,
                host.hasNetTxBytesTotal() ? host.getNetTxBytesTotal() : ABSENT,
                host.hasNetRxPacketsTotal() ? host.getNetRxPacketsTotal() : ABSENT,
                host.hasNetTxPacketsTotal() ? host.getNetTxPacketsTotal() : ABSENT);
    }

    static Totals of(VmSample vm) {
        return new Totals(
                OF_VM,
                vm.hasCpuUsedMsTotal() ? vm.getCpuUsedMsTotal() : ABSENT,
                vm.hasCpuReadyUsTotal() ? vm.getCpuReadyUsTotal() : ABSENT,
                vm.hasDiskReadBytesTotal() ? vm.getDiskReadBytesTotal() : ABSENT,
                vm.hasDiskWriteBytesTotal() ? vm.getDiskWriteBytesTotal() : ABSENT,
                vm.hasDiskReadOpsTotal() ? vm.getDiskReadOpsTotal() : ABSENT,
                vm.hasDiskWriteOpsTotal() ? vm.getDiskWriteOpsTotal() : ABSENT,
                vm.hasNetRxBytesTotal() ? vm.getNetRxBytesTotal() : ABSENT,
                vm.hasNetTxBytesTotal() ? vm.getNetTxBytesTotal() : ABSENT,
                vm.hasNetRxPacketsTotal() ? vm.getNetRxPacketsTotal() : ABSENT,
                vm.hasNetTxPacketsTotal() ? vm.getNetTxPacketsTotal() : ABSENT);
    }

    /** Sets the figures that went on counting since {@code before}; those that did not stay unknown. */
    void ratesSince(Totals before, long intervalMs, Values into) {
        for (int i = 0; i < totals.length; i++) {
            if (before.totals[i] != ABSENT && totals[i] >= before.totals[i]) {
                var figure = figures.get(i);
                double rate = (totals[i] - before.totals[i]) * 1_000.0 / intervalMs * scale(figure);
                if (rate <= most(figure)) {
                    into.set(figure, rate);
                }
            }
        }
    }

    private static double scale(Figure figure) {
        return figure == VmFigure.CPU_READY ? OF_MICROSECONDS : OF_MILLISECONDS;
    }

    private static double most(Figure figure) {
        return figure.column().startsWith("cpu_") ? MOST_MILLICORES : MOST_PER_SECOND;
    }
}
