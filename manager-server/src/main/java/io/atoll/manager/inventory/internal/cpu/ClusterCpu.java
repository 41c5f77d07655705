package io.atoll.manager.inventory.internal.cpu;

import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.CpuConcerns;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.VmCensus;
import io.atoll.manager.inventory.VmCensus.Resident;
import io.atoll.manager.inventory.jpa.ClusterStore;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.atoll.model.CpuBaseline;
import io.atoll.model.CpuFeatureSet;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says what the hosts of a cluster have in common, and who suffers where one has less than the others. */
@Component
public class ClusterCpu implements CpuConcerns {
    /** Begins each warning of a host about its processor, so that it can be taken back. */
    private static final String WARNING = "CPU: ";

    private static final int MOST_NAMES = 10;

    private final ClusterStore clusters;
    private final HostStore hosts;
    private final VmCensus census;

    ClusterCpu(ClusterStore clusters, HostStore hosts, VmCensus census) {
        this.clusters = clusters;
        this.hosts = hosts;
        this.census = census;
    }

    // ---- for people

    public CpuBaselineView view(ClusterId id) {
        var cluster = require(id);
        var all = hosts.in(id);
        var baseline = SharedCpu.baseline(cluster, all);
        var running = running(id);
        var known = SharedCpu.counting(all);
        var anywhere = new TreeSet<>(baseline.features().names());
        known.forEach(host -> anywhere.addAll(SharedCpu.features(host).names()));
        return new CpuBaselineView(
                cluster.cpuBaseline(),
                baseline.name(),
                names(baseline.features()),
                known.stream()
                        .map(host -> hostView(host, cluster, known, new CpuFeatureSet(anywhere), running))
                        .toList());
    }

    private static CpuBaselineView.HostView hostView(
            Host host, Cluster cluster, List<Host> known, CpuFeatureSet anywhere, List<Resident> running) {
        var without = SharedCpu.without(host.id(), cluster, known);
        var baseline = SharedCpu.baseline(cluster, known);
        var keptOut = keptOut(host, running);
        return new CpuBaselineView.HostView(
                host.id().value(),
                host.name(),
                CpuBaseline.highestCommon(List.of(SharedCpu.features(host))).name(),
                names(anywhere.minus(SharedCpu.features(host))),
                without.name(),
                known.size() == 1 ? List.of() : names(without.features().minus(baseline.features())),
                keptOut.size(),
                keptOut.stream().map(Resident::name).limit(MOST_NAMES).toList());
    }

    private static List<String> names(CpuFeatureSet features) {
        return List.copyOf(features.names());
    }

    // ---- a setting that cannot be

    /** Refuses a named baseline that some host cannot run. */
    public void requirePossible(Cluster cluster) {
        if (cluster.cpuBaseline().equals(Cluster.AUTO)) {
            return;
        }
        var baseline = CpuBaseline.parse(cluster.cpuBaseline());
        var lacking = SharedCpu.counting(hosts.in(cluster.id())).stream()
                .filter(host -> !baseline.runsOn(SharedCpu.features(host)))
                .map(host -> "host %s lacks %s"
                        .formatted(host.name(), baseline.features().minus(SharedCpu.features(host))))
                .toList();
        if (!lacking.isEmpty()) {
            throw AtollException.invalid(
                    "spec.cpuBaseline",
                    "spec.cpuBaseline is %s, which not all hosts of cluster %s can give: %s. Choose \"%s\" or a lower model, or remove these hosts first."
                            .formatted(baseline, cluster.name(), String.join("; ", lacking), Cluster.AUTO));
        }
    }

    // ---- a host that has less than the others

    /** The host with a warning where its processor has just turned out to have less than the others. */
    public Host warned(Host before, Host after) {
        var same = before.facts().cpuFeatures().equals(after.facts().cpuFeatures());
        if (same && after.warnings().equals(before.warnings())) {
            return after;
        }
        var warnings = new ArrayList<>(after.warnings());
        warnings.removeIf(warning -> warning.startsWith(WARNING));
        var shortcoming = after.facts().known() ? shortcoming(after) : null;
        if (shortcoming != null) {
            warnings.add(WARNING + shortcoming);
        }
        return warnings.equals(after.warnings()) ? after : after.warning(warnings);
    }

    private @Nullable String shortcoming(Host host) {
        var cluster = clusters.find(host.clusterId().value()).orElse(null);
        if (cluster == null || host.link().phase() == HostPhase.REVOKED) {
            return null;
        }
        var others = SharedCpu.counting(hosts.in(cluster.id())).stream()
                .filter(other -> !other.id().equals(host.id()))
                .toList();
        var baseline = SharedCpu.baseline(cluster, others);
        var lost = baseline.features().minus(SharedCpu.features(host));
        if (lost.names().isEmpty() || others.isEmpty()) {
            return null;
        }
        if (!cluster.cpuBaseline().equals(Cluster.AUTO)) {
            return "host %s lacks %s of the CPU model %s of cluster %s: VMs neither start there nor move to it."
                    .formatted(host.name(), lost, baseline, cluster.name());
        }
        var all = new ArrayList<>(others);
        all.add(host);
        return "host %s lacks %s, which all other hosts of cluster %s have: VMs that start from now on do without (CPU model %s, so far %s); running VMs with these features can not move to it."
                .formatted(host.name(), lost, cluster.name(), SharedCpu.baseline(cluster, all), baseline);
    }

    // ---- running VMs

    @Override
    public List<String> concerns(ClusterId id) {
        require(id);
        var known = SharedCpu.counting(hosts.in(id));
        if (known.size() < 2) {
            return List.of();
        }
        var running = running(id);
        var sentences = new ArrayList<String>();
        for (var host : known) {
            var keptOut = keptOut(host, running);
            if (!keptOut.isEmpty()) {
                var lacking = new TreeSet<String>();
                keptOut.forEach(vm -> lacking.addAll(lacking(vm, host).names()));
                sentences.add(
                        "Host %s lacks %s, which running VMs have (%s): they can not move to it until they have been stopped and started."
                                .formatted(host.name(), String.join(" ", lacking), some(keptOut)));
            }
        }
        var stuck = running.stream()
                .filter(vm -> known.stream()
                        .filter(host -> !host.id().equals(vm.host()))
                        .noneMatch(host -> lacking(vm, host).names().isEmpty()))
                .toList();
        if (!stuck.isEmpty()) {
            sentences.add("No other host has the CPU features of %s: they can move nowhere.".formatted(some(stuck)));
        }
        return sentences;
    }

    private List<Resident> running(ClusterId id) {
        return census.residents(id).stream()
                .filter(vm -> vm.host() != null && vm.cpuModel() != null)
                .toList();
    }

    private static List<Resident> keptOut(Host host, List<Resident> running) {
        return running.stream()
                .filter(vm -> !host.id().equals(vm.host())
                        && !lacking(vm, host).names().isEmpty())
                .toList();
    }

    private static CpuFeatureSet lacking(Resident vm, Host host) {
        var model = vm.cpuModel();
        return model == null
                ? CpuFeatureSet.NONE
                : CpuBaseline.read(model).features().minus(SharedCpu.features(host));
    }

    private static String some(List<Resident> vms) {
        var names = String.join(
                ", ", vms.stream().map(Resident::name).limit(MOST_NAMES).toList());
        return vms.size() <= MOST_NAMES ? names : names + " and %d more".formatted(vms.size() - MOST_NAMES);
    }

    private Cluster require(ClusterId id) {
        return clusters.find(id.value())
                .orElseThrow(
                        () -> new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(id)));
    }
}
