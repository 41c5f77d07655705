package io.atoll.manager.inventory.internal.cpu;

import java.util.List;
import java.util.UUID;

/**
 * The CPU of a cluster's guests as clients see it.
 *
 * @param setting {@code auto}, or the model that somebody chose
 * @param model the level that guests get which start now
 * @param features all that they get, beyond the level too, by the names of /proc/cpuinfo
 */
public record CpuBaselineView(String setting, String model, List<String> features, List<HostView> hosts) {
    /**
     * One host that has said what it can do.
     *
     * @param model the highest level it could run by itself
     * @param lacks what another host, or the model that was chosen, has and this host has not
     * @param modelWithoutIt what {@code model} of the cluster would be without this host
     * @param gainedWithoutIt what guests would get in addition without this host
     * @param vmsKeptOutCount running VMs that cannot move to it, because they have a feature that it lacks
     * @param vmsKeptOut names of some of them
     */
    public record HostView(
            UUID hostId,
            String hostName,
            String model,
            List<String> lacks,
            String modelWithoutIt,
            List<String> gainedWithoutIt,
            int vmsKeptOutCount,
            List<String> vmsKeptOut) {}
}
