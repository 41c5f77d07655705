package io.atoll.hypervisor.api;

/** How a guest's virtual CPUs are arranged. */
public record CpuTopology(int sockets, int coresPerSocket, int threadsPerCore) {

    public CpuTopology {
        if (sockets < 1 || coresPerSocket < 1 || threadsPerCore < 1) {
            throw new IllegalArgumentException(
                    "A CPU topology has at least 1 socket, core and thread; %d, %d and %d were given."
                            .formatted(sockets, coresPerSocket, threadsPerCore));
        }
    }

    /** One socket with as many cores as there are virtual CPUs. */
    public static CpuTopology flat(int vcpuCount) {
        return new CpuTopology(1, vcpuCount, 1);
    }

    public long vcpuCount() {
        return (long) sockets * coresPerSocket * threadsPerCore;
    }
}
