package io.atoll.ha.sim.check;

import io.atoll.ha.sim.cluster.Ids;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Rule;

/**
 * Whether HA has put a VM where a rule that must hold does not want it. Where people put VMs is their affair, and VMs that should be
 * together may be apart.
 */
public final class RuleJudge {
    private final SimCluster cluster;

    public RuleJudge(SimCluster cluster) {
        this.cluster = cluster;
    }

    /** HA has made the host the owner of a VM that was elsewhere. */
    public void restarted(int vm, int host) {
        for (var rule : cluster.plan.rules()) {
            if (rule.vms().contains(Ids.vm(vm)) && isBroken(rule, Ids.vm(vm), Ids.host(host))) {
                cluster.checker.ruleBroken(vm, cluster.hostName(host), rule.name());
            }
        }
    }

    private boolean isBroken(Rule rule, VmId vm, HostId host) {
        return switch (rule) {
            case Rule.OnlyOn only -> !only.hosts().contains(host);
            case Rule.NeverOn never -> never.hosts().contains(host);
            case Rule.KeepApart apart ->
                apart.vms().stream().anyMatch(other -> !other.equals(vm) && isOwnedBy(other, host));
            // Wishes at a restart, and what no scenario can name.
            case Rule.KeepTogether _, Rule.WithinOneGroup _ -> false;
        };
    }

    private boolean isOwnedBy(VmId vm, HostId host) {
        var owner = cluster.nodes.owners.get(Ids.indexOf(vm)).committed().value();
        return owner != null && owner.wanted() && owner.host() == Ids.indexOf(host);
    }
}
