package io.atoll.drs.plan;

import io.atoll.drs.plan.Explanation.Alternative;
import io.atoll.drs.plan.Explanation.Change;
import io.atoll.drs.plan.Explanation.HostReason;
import io.atoll.drs.plan.Explanation.MoveReason;
import io.atoll.drs.plan.Plan.Migration;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Replays a plan move by move and says at each why it helps, and what spoke against the others. */
final class Explainer {
    private static final int ALTERNATIVES = 3;

    private final Cluster cluster;
    private final Ledger ledger;

    Explainer(Cluster cluster) {
        this.cluster = cluster;
        ledger = new Ledger(cluster);
    }

    Explanation explain(Plan plan) {
        var moves = new ArrayList<MoveReason>();
        for (var step : plan.steps()) {
            step.wake().forEach(ledger::wake);
            for (var migration : step.migrations()) {
                moves.add(move(migration));
            }
            step.sleep().forEach(ledger::sleep);
        }
        var hosts = cluster.hosts().values().stream().map(this::host).toList();
        return new Explanation(moves, hosts);
    }

    private MoveReason move(Migration migration) {
        var vm = Objects.requireNonNull(cluster.vms().get(migration.vm()));
        var to = Objects.requireNonNull(cluster.hosts().get(migration.to()));
        var from = migration.from() == null ? null : cluster.hosts().get(migration.from());
        var alternatives = alternatives(vm, from, to);
        var imbalanceBefore = ledger.imbalance();
        var fromBefore = from == null ? null : ledger.load(from);
        var toBefore = ledger.load(to);
        ledger.move(vm, to);
        var left = from == null || fromBefore == null ? null : new Change(from.name(), fromBefore, ledger.load(from));
        return new MoveReason(
                vm.name(),
                left,
                new Change(to.name(), toBefore, ledger.load(to)),
                imbalanceBefore,
                ledger.imbalance(),
                reason(vm, left, imbalanceBefore),
                alternatives);
    }

    private String reason(Vm vm, @Nullable Change left, double imbalanceBefore) {
        if (left == null) {
            return "it has no host";
        }
        var from = Objects.requireNonNull(ledger.hostNamed(left.hostName()));
        var limits = cluster.limits();
        if (left.before().cpuShare() > limits.cpuShare()) {
            return String.format(
                    Locale.ROOT,
                    "%s is above its CPU limit: %s of %s",
                    from.name(),
                    percent(left.before().cpuShare()),
                    percent(limits.cpuShare()));
        }
        if (left.before().memoryShare() > limits.memoryShare()) {
            return String.format(
                    Locale.ROOT,
                    "%s is above its memory limit: %s of %s",
                    from.name(),
                    percent(left.before().memoryShare()),
                    percent(limits.memoryShare()));
        }
        if (ledger.imbalance() < imbalanceBefore) {
            return String.format(
                    Locale.ROOT,
                    "the cluster gets more even: %.4f to %.4f, for copying %s",
                    imbalanceBefore,
                    ledger.imbalance(),
                    vm.memory().configured());
        }
        return String.format(Locale.ROOT, "%s gives up this VM so that it empties or others find room", from.name());
    }

    private List<Alternative> alternatives(Vm vm, @Nullable Host from, Host to) {
        return cluster.hosts().values().stream()
                .filter(host -> !host.equals(to) && !host.equals(from) && host.state() != PowerState.FAILED)
                .sorted(Comparator.<Host>comparingDouble(host ->
                                ledger.load(host).cpuShare() + ledger.load(host).memoryShare())
                        .thenComparing(Host::id))
                .limit(ALTERNATIVES)
                .map(host -> new Alternative(host.name(), whyNot(vm, host, to)))
                .toList();
    }

    private String whyNot(Vm vm, Host host, Host chosen) {
        var refusal = ledger.refusal(vm, host);
        if (refusal != null) {
            return refusal;
        }
        var there = ledger.imbalanceWith(vm, host);
        var here = ledger.imbalanceWith(vm, chosen);
        return there >= here
                ? String.format(
                        Locale.ROOT, "possible, but less even: %.4f there, %.4f on %s", there, here, chosen.name())
                : String.format(
                        Locale.ROOT,
                        "possible, and more even at this moment (%.4f there, %.4f on %s); other moves fill it better",
                        there,
                        here,
                        chosen.name());
    }

    private HostReason host(Host host) {
        var load = ledger.load(host);
        var limits = cluster.limits();
        var cpuRoom = limits.cpuShare() - load.cpuShare();
        var memoryRoom = limits.memoryShare() - load.memoryShare();
        var binding = cpuRoom < memoryRoom
                ? String.format(
                        Locale.ROOT, "CPU: %s in use of %s", percent(load.cpuShare()), percent(limits.cpuShare()))
                : String.format(
                        Locale.ROOT,
                        "memory: %s in use of %s",
                        percent(load.memoryShare()),
                        percent(limits.memoryShare()));
        return new HostReason(host.name(), load, binding, toEmpty(host));
    }

    /** The VMs of the host that no other host that is on could take, the largest first. */
    private String toEmpty(Host host) {
        var vms = ledger.residents(host);
        if (vms.isEmpty()) {
            return "it is empty";
        }
        var stuck = vms.stream()
                .filter(vm -> !vm.migratable() || ledger.roomiest(vm, host) == null)
                .max(Comparator.<Vm>comparingLong(vm -> vm.memory().configured().value())
                        .thenComparing(Vm::id));
        if (stuck.isEmpty()) {
            return String.format(Locale.ROOT, "each of its %d VMs alone fits elsewhere", vms.size());
        }
        var vm = stuck.get();
        if (!vm.migratable()) {
            return String.format(Locale.ROOT, "%s would have to become migratable", vm.name());
        }
        return String.format(
                Locale.ROOT,
                "%s would need %s and %s on one host; %s",
                vm.name(),
                vm.cpu().claim(),
                vm.memory().configured(),
                ledger.mostFree(host));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
