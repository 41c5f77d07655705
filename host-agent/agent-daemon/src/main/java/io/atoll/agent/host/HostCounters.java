package io.atoll.agent.host;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The host's own counters, each reading compared with the one before. One thread uses it. */
public final class HostCounters {
    /** The kernel counts for user space in hundredths of a second on every Linux we run on. */
    private static final long MS_PER_TICK = 10;

    private final KernelFiles kernel;
    private final HostDisks disks;
    private final int cpuCount;
    private final String trafficInterface;
    private @Nullable CpuTicks last;

    /** {@code trafficInterface} is the one whose traffic counts as the host's: the uplink, or the bridge. */
    public HostCounters(KernelFiles kernel, HostDisks disks, int cpuCount, String trafficInterface) {
        this.kernel = kernel;
        this.disks = disks;
        this.cpuCount = cpuCount;
        this.trafficInterface = trafficInterface;
    }

    private record CpuTicks(long used, long steal, long iowait, long total) {}

    public HostSample.OfHost read() {
        return new HostSample.OfHost(
                cpu(), memory(), disks.read(), kernel.traffic().get(trafficInterface), load());
    }

    private HostSample.Memory memory() {
        var figures = kernel.memoryMib();
        var free = figures.getOrDefault("MemAvailable", 0L);
        var total = figures.getOrDefault("MemTotal", free);
        return new HostSample.Memory(Math.max(0, total - free), free, swapUsedMib(figures));
    }

    private static @Nullable Long swapUsedMib(Map<String, Long> figures) {
        var total = figures.get("SwapTotal");
        var free = figures.get("SwapFree");
        return total == null || free == null ? null : Math.max(0, total - free);
    }

    private HostSample.@Nullable Cpu cpu() {
        var now = ticks();
        var before = last;
        last = now;
        return now == null
                ? null
                : new HostSample.Cpu(
                        before == null ? null : usedMillicores(before, now),
                        now.used * MS_PER_TICK,
                        now.steal * MS_PER_TICK,
                        now.iowait * MS_PER_TICK);
    }

    private @Nullable Integer usedMillicores(CpuTicks before, CpuTicks now) {
        var total = now.total - before.total;
        var used = now.used - before.used;
        return total <= 0 || used < 0 ? null : (int) Math.min(used * cpuCount * 1000L / total, cpuCount * 1000L);
    }

    /**
     * Fields of the first line: user nice system idle iowait irq softirq steal. Waiting for storage is idle time; time as a host
     * of VMs is in user and nice already.
     */
    private @Nullable CpuTicks ticks() {
        var words = KernelFiles.words(kernel.text("stat").lines().findFirst().orElse(""));
        if (words.size() < 8 || !words.getFirst().equals("cpu")) {
            return null;
        }
        var total = 0L;
        for (var at = 1; at < Math.min(words.size(), 9); at++) {
            total += KernelFiles.number(words.get(at));
        }
        var iowait = KernelFiles.number(words.get(5));
        var steal = words.size() > 8 ? KernelFiles.number(words.get(8)) : 0;
        var idle = KernelFiles.number(words.get(4));
        return new CpuTicks(total - idle - iowait - steal, steal, iowait, total);
    }

    private int load() {
        var first = KernelFiles.words(kernel.text("loadavg")).getFirst();
        try {
            return new BigDecimal(first)
                    .movePointRight(3)
                    .setScale(0, RoundingMode.HALF_UP)
                    .intValue();
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
