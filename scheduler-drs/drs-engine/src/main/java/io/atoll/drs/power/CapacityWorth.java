package io.atoll.drs.power;

import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;

/**
 * What capacity is worth that goes to sleep with a host. Watts alone would park the largest hosts first, and those that stay would be many
 * small ones that draw more for the same work. So a host counts against its sleep what the hosts that are awake draw on
 * average for as much capacity: of the resource of which more is in use, since that one decides how many hosts are needed.
 */
final class CapacityWorth {
    private final Look look;
    private final boolean cpuIsScarcer;
    private final double wattHours;
    private final double capacity;

    CapacityWorth(Look look, Cluster lasting) {
        this.look = look;
        var use = Usage.of(look, lasting, look.serving);
        cpuIsScarcer = use.cpuPercent() >= use.memoryPercent();
        wattHours = look.serving.stream().mapToDouble(look::savedWattHours).sum();
        capacity = look.serving.stream().mapToDouble(this::capacity).sum();
    }

    /** What the sleep of this host is worth to the cluster, if it gains so much by itself. */
    double of(HostId id, double gainWattHours) {
        return gainWattHours - capacity(id) / capacity * wattHours;
    }

    private double capacity(HostId id) {
        var whole = look.host(id).capacity();
        return cpuIsScarcer ? whole.cpu().value() : whole.memory().value();
    }
}
