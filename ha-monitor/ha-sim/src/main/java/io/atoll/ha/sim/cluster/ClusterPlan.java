package io.atoll.ha.sim.cluster;

import io.atoll.ha.facts.HaSettings;
import io.atoll.ha.facts.Protection;
import io.atoll.model.cluster.Rule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated cluster consists of. Hosts, VMs and pools are numbered from 0 in the order of the lists.
 *
 * @param zookeeperServers 1, 3 or 5
 * @param imageLocks whether the pools know QEMU's image locks
 * @param stuckWrites whether a killed QEMU stays until the path of its last write is mended, as on a hard NFS mount
 * @param qemuStartNs how long QEMU takes at most until its guest can go on; at least half of it
 * @param guestSilence how long the agent in a guest may be silent, where the VM's policy watches it
 * @param followerPollNs between two looks of an agent that does not lead; the leader looks every 250 ms
 */
public record ClusterPlan(
        List<HostPlan> hosts,
        List<VmPlan> vms,
        List<String> pools,
        List<Rule> rules,
        int zookeeperServers,
        boolean imageLocks,
        boolean stuckWrites,
        HaSettings settings,
        Duration guestSilence,
        long followerPollNs,
        long qemuStartNs) {
    public ClusterPlan {
        hosts = List.copyOf(hosts);
        vms = List.copyOf(vms);
        pools = List.copyOf(pools);
        rules = List.copyOf(rules);
    }

    /**
     * One host.
     *
     * @param clockRate seconds its clock counts in a true second
     * @param pools numbers of the pools it sees
     * @param zookeeperServer the server that runs on it and dies with it; -1: none
     * @param startsOff whether it is off when the story begins
     */
    public record HostPlan(
            String name,
            int cores,
            long memoryMib,
            double clockRate,
            List<Integer> pools,
            int zookeeperServer,
            boolean startsOff) {
        public HostPlan {
            pools = List.copyOf(pools);
        }
    }

    /**
     * One VM.
     *
     * @param host where it runs when the story begins; -1: nowhere
     * @param wanted whether it is meant to run when the story begins
     * @param protection null: HA does nothing for it
     * @param readyAfterNs how long the guest takes from its start until it is ready
     */
    public record VmPlan(
            String name,
            int vcpus,
            long memoryMib,
            int pool,
            int host,
            boolean wanted,
            @Nullable Protection protection,
            long readyAfterNs) {}
}
