package io.atoll.agent.host;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The host's own counters, each reading compared with the one before. One thread uses it. */
public final class HostCounters {
    private final KernelFiles kernel;
    private final int cpuCount;
    private CpuTicks last = new CpuTicks(0, 0);

    public HostCounters(KernelFiles kernel, int cpuCount) {
        this.kernel = kernel;
        this.cpuCount = cpuCount;
    }

    private record CpuTicks(long busy, long total) {}

    /** Processor use, memory, load. */
    public record Reading(int cpuUsedMillicores, long memoryUsedMib, long memoryFreeMib, int load1mMilli) {}

    public Reading read() {
        var memory = kernel.memoryMib();
        var free = memory.getOrDefault("MemAvailable", 0L);
        var total = memory.getOrDefault("MemTotal", free);
        return new Reading(cpuUsedMillicores(), total - free, free, load());
    }

    private int cpuUsedMillicores() {
        var now = ticks();
        var busy = now.busy - last.busy;
        var total = now.total - last.total;
        var first = last.total == 0;
        last = now;
        if (first || total <= 0) {
            return 0;
        }
        return (int) Math.clamp(busy * cpuCount * 1000L / total, 0L, cpuCount * 1000L);
    }

    /** Fields of the first line: user nice system idle iowait irq softirq steal. Waiting for storage is idle time. */
    private CpuTicks ticks() {
        var words = KernelFiles.words(kernel.text("stat").lines().findFirst().orElse(""));
        var total = 0L;
        var idle = 0L;
        for (var at = 1; at < Math.min(words.size(), 9); at++) {
            var ticks = KernelFiles.number(words.get(at));
            total += ticks;
            idle += at == 4 || at == 5 ? ticks : 0;
        }
        return new CpuTicks(total - idle, total);
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
