package io.atoll.model.cluster;

/**
 * How full hosts may get and how much may move at once.
 *
 * @param cpuShare the most demand a host may be given, as a share of its processing power; it may start above it
 * @param memoryShare the most memory in use on a host at any moment, as a share of its memory
 * @param vcpusPerCore how many virtual CPUs a host may be given per core
 * @param migrationsPerHost how many migrations may touch one host at once, coming and going together
 */
public record Limits(double cpuShare, double memoryShare, double vcpusPerCore, int migrationsPerHost) {
    public static final Limits NONE = new Limits(1, 1, 1e9, 8);

    public Limits {
        positive("CPU share", cpuShare);
        positive("memory share", memoryShare);
        positive("vCPUs per core", vcpusPerCore);
        positive("migrations per host", migrationsPerHost);
    }

    private static void positive(String what, double value) {
        if (!(value > 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("The limit %s (%s) must be above zero.".formatted(what, value));
        }
    }
}
