package io.atoll.manager.drs.internal;

import io.atoll.manager.inventory.Cluster;
import io.atoll.model.cluster.Limits;

/** The hosts that balancing leaves room for, because HA may have to do without them. */
public final class SpareHosts {
    private SpareHosts() {}

    /** The limits that hold while as many hosts may fail as the cluster is to survive. */
    public static Limits in(Limits limits, Cluster cluster) {
        return cluster.ha().acts()
                ? limits.withSpareHosts(Math.min(cluster.ha().hostFailuresToTolerate(), Limits.MOST_SPARE_HOSTS))
                : limits;
    }
}
