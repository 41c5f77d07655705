package io.atoll.model.cluster;

/**
 * How full hosts may get and how much may move at once.
 *
 * @param cpuShare the most demand a host may be given, as a share of its processing power; it may start above it
 * @param memoryShare the most memory in use on a host at any moment, as a share of its memory
 * @param vcpusPerCore how many virtual CPUs a host may be given per core
 * @param migrationsPerHost how many migrations may touch one host at once, coming and going together
 * @param network what all migrations together may do to the network they cross
 * @param spareHosts high availability: so many hosts may fail, whichever, and their VMs must still find room on the others
 */
public record Limits(
        double cpuShare,
        double memoryShare,
        double vcpusPerCore,
        int migrationsPerHost,
        MigrationNetwork network,
        int spareHosts) {
    public static final Limits NONE = new Limits(1, 1, 1e9, 8);
    public static final int MOST_SPARE_HOSTS = 8;

    public Limits {
        positive("CPU share", cpuShare);
        positive("memory share", memoryShare);
        positive("vCPUs per core", vcpusPerCore);
        positive("migrations per host", migrationsPerHost);
        if (spareHosts < 0 || spareHosts > MOST_SPARE_HOSTS) {
            throw new IllegalArgumentException(
                    "Spare hosts (%d) must be from 0 to %d.".formatted(spareHosts, MOST_SPARE_HOSTS));
        }
    }

    /** Limits of a cluster whose migrations have the network to themselves, and that keeps nothing spare. */
    public Limits(double cpuShare, double memoryShare, double vcpusPerCore, int migrationsPerHost) {
        this(cpuShare, memoryShare, vcpusPerCore, migrationsPerHost, MigrationNetwork.UNLIMITED, 0);
    }

    public Limits withSpareHosts(int count) {
        return new Limits(cpuShare, memoryShare, vcpusPerCore, migrationsPerHost, network, count);
    }

    public Limits withNetwork(MigrationNetwork other) {
        return new Limits(cpuShare, memoryShare, vcpusPerCore, migrationsPerHost, other, spareHosts);
    }

    /**
     * The network that migrations cross, shared by all hosts.
     *
     * @param migrationsAtOnce how many migrations may run at the same time in the whole cluster
     * @param mbps what they may use together, in Mbit/s
     */
    public record MigrationNetwork(int migrationsAtOnce, long mbps) {
        public static final MigrationNetwork UNLIMITED = new MigrationNetwork(Integer.MAX_VALUE, Long.MAX_VALUE);

        public MigrationNetwork {
            positive("migrations at once", migrationsAtOnce);
            positive("migration network in Mbit/s", (double) mbps);
        }
    }

    private static void positive(String what, double value) {
        if (!(value > 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("The limit %s (%s) must be above zero.".formatted(what, value));
        }
    }
}
