package io.atoll.ha.sim.check;

import io.atoll.ha.sim.cluster.OwnerNode;
import io.atoll.ha.sim.cluster.SimCluster;
import java.util.ArrayList;
import java.util.List;

/** When nothing is wrong any more: does everything run that is wanted, exactly once, and where its owner node says? */
public final class Liveness {
    private final SimCluster cluster;

    /** A VM and what is wrong with it. */
    public record Complaint(int vm, String text) {}

    public Liveness(SimCluster cluster) {
        this.cluster = cluster;
    }

    public List<Complaint> complaints() {
        var complaints = new ArrayList<Complaint>();
        for (var vm = 0; vm < cluster.plan.vms().size(); vm++) {
            var owner = cluster.nodes.owners.get(vm).committed().value();
            if (owner != null && owner.wanted() && cluster.plan.vms().get(vm).protection() != null) {
                judge(vm, owner, complaints);
            }
        }
        return complaints;
    }

    private void judge(int vm, OwnerNode owner, List<Complaint> complaints) {
        var writers = cluster.checker.writers(vm);
        if (writers.size() == 1 && writers.getFirst().epoch() == owner.epoch()) {
            return;
        }
        var state = cluster.nodes.states.get(vm).committed().value();
        complaints.add(new Complaint(
                vm,
                "owner %s with epoch %d, last report %s, running: %s"
                        .formatted(
                                cluster.hostName(owner.host()),
                                owner.epoch(),
                                state == null ? "none" : state.condition() + " of epoch " + state.epoch(),
                                writers.stream().map(Writer::describe).toList())));
    }

    /** What runs now must be as new as every takeover that was acknowledged. */
    public void checkEpochs() {
        for (var vm = 0; vm < cluster.plan.vms().size(); vm++) {
            for (var writer : cluster.checker.writers(vm)) {
                cluster.checker.runsAtTheEnd(vm, writer.epoch());
            }
        }
    }
}
