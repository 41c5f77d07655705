package io.atoll.manager.placement.internal.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.api.Naming;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.inventory.VmCensus.Resident;
import io.atoll.manager.inventory.VmResources;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.internal.rule.PlacementRule.Enforcement;
import io.atoll.manager.placement.internal.rule.PlacementRule.Kind;
import io.atoll.manager.placement.internal.rule.PlacementRule.Members;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two racks with a host each, of which the second is silent: because it rests, or for no known reason. */
class RestingZonesTest {
    private static final ClusterId CLUSTER = new ClusterId(new UUID(1, 1));
    private static final HostId AWAKE = new HostId(new UUID(2, 1));
    private static final HostId SILENT = new HostId(new UUID(2, 2));

    private static Host host(HostId id, String rack, PowerState state) {
        return new Host(
                id,
                rack,
                new Host.Capacity(8, new Megahertz(8_000), new Mebibytes(1_000), 10_000),
                Host.Reach.NOTHING_SPECIAL,
                new TreeMap<>(Map.of("rack", rack)),
                state,
                PowerModel.ofLine(0, 0));
    }

    private static VmId vm(int index) {
        return new VmId(new UUID(3, index));
    }

    private static LiveCluster live(HostId... resting) {
        var vms = new ArrayList<Vm>();
        var residents = new TreeMap<VmId, Resident>();
        for (var v = 0; v < 2; v++) {
            vms.add(new Vm(
                    vm(v),
                    "vm-" + v,
                    null,
                    Vm.Cpu.of(1, Megahertz.NONE),
                    Vm.Memory.of(new Mebibytes(1)),
                    Vm.Needs.NOTHING_SPECIAL,
                    Vm.Standing.USUAL));
            residents.put(
                    vm(v),
                    new Resident(
                            vm(v),
                            "vm-" + v,
                            new TreeMap<>(),
                            null,
                            null,
                            1,
                            new Mebibytes(1),
                            new TreeSet<>(),
                            new TreeSet<>(),
                            null,
                            VmResources.USUAL));
        }
        var settings = new Cluster(CLUSTER, Naming.of("c"), 0, Instant.EPOCH, Cluster.AUTO, 4, ClusterHa.DEFAULT);
        var hosts = List.of(host(AWAKE, "r1", PowerState.ON), host(SILENT, "r2", PowerState.UNREACHABLE));
        var model = io.atoll.model.cluster.Cluster.of(hosts, vms, List.of(), new Limits(1e6, 1, 1e3, 8));
        return new LiveCluster(settings, model, new TreeMap<>(), residents, new TreeSet<>(List.of(resting)), List.of());
    }

    private static PlacementRule rule(Kind kind, Members hosts, @Nullable String label) {
        return new PlacementRule(
                new UUID(4, 1),
                Naming.of("where"),
                0,
                Instant.EPOCH,
                CLUSTER,
                kind,
                Enforcement.MUST,
                true,
                new Members(List.of(vm(0).value(), vm(1).value()), null),
                hosts,
                label,
                null);
    }

    private static int mostVms(LiveCluster live) {
        var spread = rule(Kind.ZONE_SPREAD, Members.NONE, "rack");
        return AppliedRules.of(List.of(spread), live)
                .cluster(id -> id)
                .limits()
                .getFirst()
                .mostVms();
    }

    @Test
    void aRackThatRestsIsOneAllTheSame() {
        assertThat(mostVms(live(SILENT))).isEqualTo(1);
        assertThat(mostVms(live())).as("nobody knows when it comes back").isEqualTo(2);
    }

    @Test
    void aRuleMayNameAHostThatRests() {
        var there = rule(Kind.VM_HOST, new Members(List.of(SILENT.value()), null), null);
        assertThat(checks(there, live(SILENT))).isEmpty();
        assertThat(checks(there, live())).containsOnly("hosts-unusable");
        assertThat(outcome(there, live(SILENT))).isEqualTo(RuleFeasibility.Outcome.FEASIBLE);
        assertThat(outcome(there, live())).isEqualTo(RuleFeasibility.Outcome.NO_WAY_FOUND);
    }

    private static List<String> checks(PlacementRule rule, LiveCluster live) {
        return RuleConflicts.of(AppliedRules.of(List.of(rule), live)).stream()
                .map(RuleConflict::check)
                .toList();
    }

    private static RuleFeasibility.Outcome outcome(PlacementRule rule, LiveCluster live) {
        var applied = AppliedRules.of(List.of(rule), live);
        return RuleFeasibility.of(applied, applied.cluster(id -> id), rule.id()).outcome();
    }
}
