package io.atoll.manager.maintenance.internal.plan;

import io.atoll.drs.core.Effort;
import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.Plan;
import io.atoll.drs.plan.Question;
import io.atoll.drs.plan.Scheduler;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Asks the scheduler where the VMs of a host could go. */
public final class EvacuationPlanner {
    /** Where the search begins; always the same, so that equal facts have equal plans. */
    private static final long SEED = 1;

    private EvacuationPlanner() {}

    /**
     * What it is asked.
     *
     * @param leaving VMs of the host that are to move now
     * @param movable VMs of the cluster that could be moved, also to make room
     */
    public record Facts(LiveCluster cluster, HostId host, SortedSet<VmId> leaving, SortedSet<VmId> movable) {
        public Facts {
            leaving = Collections.unmodifiableSortedSet(new TreeSet<>(leaving));
            movable = Collections.unmodifiableSortedSet(new TreeSet<>(movable));
        }
    }

    public static MovePlan plan(Facts facts) {
        if (facts.leaving.isEmpty()) {
            return MovePlan.NOTHING;
        }
        var cluster = asked(facts);
        var hosts = new TreeSet<HostId>(List.of(facts.host));
        return switch (new Scheduler(SEED, Effort.usual()).answer(cluster, new Question.Evacuate(hosts))) {
            case Answer.Planned(var plan) -> made(plan, cluster, List.of(), facts);
            case Answer.Impossible(var obstacles, var partial) -> made(partial, cluster, obstacles, facts);
        };
    }

    private static MovePlan made(Plan plan, Cluster cluster, List<io.atoll.drs.plan.Obstacle> obstacles, Facts facts) {
        var blocked = new TreeMap<VmId, String>();
        obstacles.stream()
                .filter(obstacle -> facts.leaving.contains(obstacle.vm()))
                .forEach(obstacle -> blocked.putIfAbsent(obstacle.vm(), sentence(obstacle.reason())));
        return new MovePlan(Moves.of(plan, cluster), blocked, plan.duration());
    }

    static String sentence(String reason) {
        return reason.isEmpty()
                ? "The scheduler finds no place for it."
                : Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + (reason.endsWith(".") ? "" : ".");
    }

    /**
     * The cluster with nobody on the host but those who leave: the host's own room does not matter any more. Whoever is at work
     * elsewhere stays where it is.
     */
    private static Cluster asked(Facts facts) {
        var model = facts.cluster.model();
        var hosts = model.hosts().values().stream()
                .map(host -> host.id().equals(facts.host) && host.state() == PowerState.ON
                        ? host.in(PowerState.MAINTENANCE)
                        : host)
                .toList();
        var vms = new ArrayList<Vm>();
        for (var vm : model.vms().values()) {
            var leaves = facts.leaving.contains(vm.id());
            if (!facts.host.equals(vm.host()) || leaves) {
                var migratable = vm.standing().migratable() && (leaves || facts.movable.contains(vm.id()));
                vms.add(withMigratable(vm, migratable));
            }
        }
        return model.withHosts(hosts).withVms(vms);
    }

    static Vm withMigratable(Vm vm, boolean migratable) {
        var standing = vm.standing();
        return standing.migratable() == migratable
                ? vm
                : vm.with(new Vm.Standing(migratable, standing.priority(), standing.resourcePool()));
    }
}
