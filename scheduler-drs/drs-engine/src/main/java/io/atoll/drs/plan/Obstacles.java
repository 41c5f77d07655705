package io.atoll.drs.plan;

import io.atoll.drs.core.CompactCluster;
import io.atoll.drs.core.Sequence.Waiting;
import io.atoll.drs.core.Solution;
import io.atoll.drs.core.Solution.Stuck;
import io.atoll.model.cluster.Cluster;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Says for everyone who is not where they must be what is in the way, with figures. */
final class Obstacles {
    /** Of a long list of moves that wait for each other, so many are named. */
    private static final int MOST_NAMED = 6;

    private final CompactCluster cluster;
    private final List<Obstacle> obstacles = new ArrayList<>();

    private Obstacles(CompactCluster cluster) {
        this.cluster = cluster;
    }

    /** @param start what the plan starts from */
    static List<Obstacle> of(Cluster start, Question question, CompactCluster compact, Solution solution, Plan plan) {
        var all = new Obstacles(compact);
        if (!solution.unsettled().isEmpty() || !solution.overfull().isEmpty()) {
            var end = new End(start, question, plan);
            solution.unsettled().forEach(vm -> all.add(vm, end.whyNowhere(vm)));
            for (var host : solution.overfull()) {
                var vm = end.mostHelpful(host);
                all.add(vm, end.whyOverfull(host, vm));
            }
        }
        solution.stuck().forEach(all::add);
        return List.copyOf(all.obstacles);
    }

    /** Everyone where the plan leaves them. */
    private static final class End {
        private final Ledger ledger;
        private final Objections objections;
        private final Stays stays;

        End(Cluster start, Question question, Plan plan) {
            ledger = new Ledger(start);
            var closed = new BitSet();
            if (question instanceof Question.Evacuate(var hosts)) {
                hosts.stream()
                        .filter(host -> start.hosts().containsKey(host))
                        .forEach(host -> closed.set(ledger.host(host)));
            }
            objections = new Objections(ledger, closed);
            ledger.carryOut(plan);
            stays = new Stays(ledger, objections, Set.of(), true);
        }

        String whyNowhere(int vm) {
            var contradiction = objections.contradiction(vm);
            if (contradiction != null) {
                return contradiction;
            }
            var stay = stays.explain(vm);
            return stay.best() == null
                    ? stay.text()
                    : "the search found no place for it; once this plan is carried out "
                            + stay.best().hostName() + " would take it, so ask again then";
        }

        /** A VM whose leaving would help the host most: of those that may, the one that asks for most CPU. */
        int mostHelpful(int host) {
            var best = Ledger.NOWHERE;
            for (var vm : ledger.residents(host).toArray()) {
                if (best == Ledger.NOWHERE || help(vm) > help(best)) {
                    best = vm;
                }
            }
            return best;
        }

        private double help(int vm) {
            return objections.toLeaving(objections.together(vm)) == null ? ledger.loadMhz[vm] : -1;
        }

        /** By how much the host is above its limits, and why that VM does not leave. */
        String whyOverfull(int host, int vm) {
            var limits = ledger.cluster.limits();
            var capacity = ledger.hosts[host].capacity();
            var above = new ArrayList<String>();
            above(above, Resource.CPU, ledger.cpu[host], ledger.cpuCapacity(host) * limits.cpuShare());
            above(above, Resource.MEMORY, ledger.memory[host], ledger.memoryCapacity(host) * limits.memoryShare());
            above(above, Resource.VCPUS, (double) ledger.vcpus[host], capacity.coreCount() * limits.vcpusPerCore());
            above(above, Resource.NETWORK, ledger.network[host], (double) capacity.networkMbps());
            return "its host " + ledger.hosts[host].name() + " stays above its limits (" + String.join(", ", above)
                    + ") and cannot be relieved: for this VM, " + whyNowhere(vm);
        }

        private static void above(List<String> above, Resource resource, double used, double limit) {
            if (used > limit + Explainer.ROUNDING) {
                above.add("%s %s %s in use of %s"
                        .formatted(resource.noun(), Figures.whole(used), resource.unit(), Figures.whole(limit)));
            }
        }
    }

    private void add(int vm, String reason) {
        obstacles.add(new Obstacle(cluster.vm(vm).id(), cluster.vm(vm).name(), reason));
    }

    private void add(Stuck stuck) {
        var own = stuck.behind().stream()
                .filter(waiting -> waiting.vms().contains(stuck.vm()))
                .findFirst();
        var spare = stuck.behind().getFirst().spareOf();
        if (spare != CompactCluster.NOWHERE) {
            add(
                    stuck.vm(),
                    "the cluster would not survive the failure of %s any more, since its VMs would find no room elsewhere; add room, or ask for fewer spare hosts"
                            .formatted(cluster.host(spare).name()));
        } else if (own.isPresent()) {
            add(stuck.vm(), why(own.get()) + together(stuck.behind()) + ", and " + noThirdHost(own.get()));
        } else {
            add(stuck.vm(), "its place is behind moves that block each other" + together(stuck.behind()));
        }
    }

    private String why(Waiting waiting) {
        var target = cluster.host(waiting.to()).name();
        var room = waiting.room();
        if (room.neededMib() > room.freeMib()) {
            return String.format(
                    Locale.ROOT,
                    "waits for room on %s: needs %.0f MiB, %.0f MiB free",
                    target,
                    room.neededMib(),
                    room.freeMib());
        }
        return waiting.keptApartBy() == CompactCluster.NOWHERE
                ? "waits for others to move before it can go to " + target
                : "waits for %s to leave %s, since a rule keeps them apart"
                        .formatted(cluster.vm(waiting.keptApartBy()).name(), target);
    }

    /** The moves that wait for each other, where there are several. */
    private String together(List<Waiting> waiting) {
        if (waiting.size() < 2) {
            return "";
        }
        var named = waiting.stream()
                .limit(MOST_NAMED)
                .map(one -> "%s %sto %s"
                        .formatted(
                                cluster.vm(one.vms().getFirst()).name(),
                                one.from() == CompactCluster.NOWHERE
                                        ? ""
                                        : "from %s "
                                                .formatted(
                                                        cluster.host(one.from()).name()),
                                cluster.host(one.to()).name()))
                .collect(Collectors.joining(", "));
        var more = waiting.size() > MOST_NAMED ? " and %d more".formatted(waiting.size() - MOST_NAMED) : "";
        return " (%d moves wait for each other: %s%s)".formatted(waiting.size(), named, more);
    }

    private String noThirdHost(Waiting waiting) {
        var room = waiting.room();
        if (room.aside() == CompactCluster.NOWHERE) {
            return "there is no third host to wait on";
        }
        return String.format(
                Locale.ROOT,
                "no third host can help out meanwhile; the roomiest, %s, has %.0f MiB free",
                cluster.host(room.aside()).name(),
                room.asideFreeMib());
    }
}
