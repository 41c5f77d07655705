package io.atoll.ha.sim.cluster;

import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.util.UUID;

/** Ids that sort like the numbers they are made from, and are the same in every run. */
public final class Ids {
    private static final long HOSTS = 0xA000_0000_0000_4000L;
    private static final long VMS = 0xB000_0000_0000_4000L;
    private static final long POOLS = 0xC000_0000_0000_4000L;
    private static final long LOW = 0x8000_0000_0000_0000L;

    private Ids() {}

    public static HostId host(int index) {
        return new HostId(new UUID(HOSTS, LOW | (index + 1)));
    }

    public static VmId vm(int index) {
        return new VmId(new UUID(VMS, LOW | (index + 1)));
    }

    public static PoolId pool(int index) {
        return new PoolId(new UUID(POOLS, LOW | (index + 1)));
    }

    public static int indexOf(HostId host) {
        return (int) (host.value().getLeastSignificantBits() & ~LOW) - 1;
    }

    public static int indexOf(VmId vm) {
        return (int) (vm.value().getLeastSignificantBits() & ~LOW) - 1;
    }

    public static int indexOf(PoolId pool) {
        return (int) (pool.value().getLeastSignificantBits() & ~LOW) - 1;
    }
}
