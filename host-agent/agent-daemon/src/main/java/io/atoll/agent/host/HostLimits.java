package io.atoll.agent.host;

import io.atoll.agent.identity.AgentSettings;
import io.atoll.model.Mebibytes;

/** What VMs may use together: all of the host but what it needs itself, or less where the administrator said so. */
public record HostLimits(Mebibytes memory, int cpuCount) {
    private static final long LARGEST_RESERVE_MIB = 2048;

    public static HostLimits of(AgentSettings settings, KernelFiles kernel, int processors) {
        var total = kernel.memoryMib().getOrDefault("MemTotal", 0L);
        var reserve = Math.min(LARGEST_RESERVE_MIB, total / 10);
        var memory = total - reserve;
        var memoryLimit = settings.memoryMibLimit();
        var cpuLimit = settings.cpuCountLimit();
        return new HostLimits(
                new Mebibytes(memoryLimit == null ? memory : Math.min(memory, memoryLimit)),
                cpuLimit == null ? processors : Math.min(processors, cpuLimit));
    }
}
