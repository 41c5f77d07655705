package io.atoll.manager.simulation.internal.study;

import io.atoll.drs.plan.PlacementIndex;
import io.atoll.manager.simulation.internal.study.SimulationFindings.Coverage;
import io.atoll.manager.simulation.internal.study.SimulationFindings.Loss;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Lets hosts of a cluster fail and looks for room for their VMs, the largest first, each where it fits best, as HA does: nobody
 * else moves to make room, and no host is woken. So it says of few clusters that they do not survive what a cleverer order would.
 */
final class Failures {
    /** Of more combinations of hosts only some are tried. */
    static final int MOST_CHECKED = 2_000;

    private static final int MOST_LOSSES = 20;
    private static final int MOST_NAMED = 20;
    private static final Comparator<Vm> LARGEST_FIRST = Comparator.<Vm>comparingInt(vm -> -vm.priority())
            .thenComparingLong(vm -> -vm.memory().configured().value())
            .thenComparing(Vm::id);

    private final Cluster cluster;
    private final Predicate<VmId> counts;
    private final boolean onlyProtected;
    private final PlacementIndex index;
    private final SortedMap<HostId, List<Vm>> residents = new TreeMap<>();

    private Failures(Cluster cluster, Protection protection) {
        this.cluster = cluster;
        counts = protection::covers;
        onlyProtected = protection.onlySome();
        index = PlacementIndex.of(cluster);
        for (var host : cluster.hosts().values()) {
            if (host.state() == PowerState.STANDBY) {
                index.close(host.id());
            }
            if (host.state() == PowerState.ON || host.state().keepsVms()) {
                residents.put(host.id(), new ArrayList<>());
            }
        }
        for (var vm : cluster.vms().values()) {
            var home = vm.host() == null ? null : residents.get(vm.host());
            if (home != null) {
                home.add(vm);
            }
        }
    }

    /** What becomes of the failure of so many hosts at once, whichever. */
    static Coverage of(Cluster cluster, Protection protection, int hostFailures, BooleanSupplier mayContinue) {
        return new Failures(cluster, protection).check(hostFailures, mayContinue);
    }

    /** Ready for the failure of hosts; more VMs may come. */
    static Failures in(Cluster cluster, Protection protection) {
        return new Failures(cluster, protection);
    }

    /** One more VM, on the host that it has. */
    void add(Vm vm) {
        var host = Objects.requireNonNull(vm.host(), "A VM that comes has a host.");
        index.add(vm, host);
        residents.computeIfAbsent(host, _ -> new ArrayList<>()).add(vm);
    }

    /** The VM that came last to its host is gone. */
    void removeLast(Vm vm) {
        index.remove(vm.id());
        residentsOf(Objects.requireNonNull(vm.host(), "A VM that came has a host."))
                .removeLast();
    }

    /** Which hosts fail together, where so many do; those first whose VMs need the most memory. */
    List<List<HostId>> fullestFirst(int hostFailures) {
        var memory = new TreeMap<HostId, Long>();
        residents.keySet().forEach(host -> memory.put(host, memoryMib(host)));
        return cases(hostFailures).stream()
                .sorted(Comparator.comparingLong(failed -> -failed.stream()
                        .mapToLong(host -> memory.getOrDefault(host, 0L))
                        .sum()))
                .toList();
    }

    /** Whether everybody who counts finds room when these hosts fail. */
    boolean isSurvived(List<HostId> failed) {
        return leftWithout(failed).isEmpty();
    }

    private List<List<HostId>> cases(int hostFailures) {
        var hosts = List.copyOf(residents.keySet());
        var together = Math.min(hostFailures, hosts.size());
        return areFew(hosts.size(), together) ? allOf(hosts, together) : someOf(hosts, together);
    }

    private static boolean areFew(int hosts, int together) {
        return combinations(hosts, together) <= MOST_CHECKED;
    }

    private Coverage check(int hostFailures, BooleanSupplier mayContinue) {
        var cases = cases(hostFailures);
        var isAll = areFew(residents.size(), Math.min(hostFailures, residents.size()));
        var losses = new ArrayList<Loss>();
        var checked = 0;
        var notSurvived = 0;
        for (var failed : cases) {
            if (!mayContinue.getAsBoolean()) {
                break;
            }
            checked++;
            var left = leftWithout(failed);
            if (!left.isEmpty()) {
                notSurvived++;
                if (losses.size() < MOST_LOSSES) {
                    losses.add(loss(failed, left));
                }
            }
        }
        var allChecked = isAll && checked == cases.size();
        var survives = checked > 0 && notSurvived == 0;
        return new Coverage(hostFailures, onlyProtected, survives, allChecked, checked, notSurvived, losses);
    }

    /** The VMs that find no room when these hosts fail; afterwards everybody is back where they were. */
    private List<Vm> leftWithout(List<HostId> failed) {
        var dead = new ArrayList<Vm>();
        for (var host : failed) {
            index.close(host);
            dead.addAll(residentsOf(host));
        }
        dead.forEach(vm -> index.remove(vm.id()));
        var restarted = new ArrayList<Vm>();
        var left = new ArrayList<Vm>();
        for (var vm : dead.stream().sorted(LARGEST_FIRST).toList()) {
            if (counts.test(vm.id())) {
                var host = index.place(vm);
                if (host == null) {
                    left.add(vm);
                } else {
                    index.add(vm, host);
                    restarted.add(vm);
                }
            }
        }
        restarted.forEach(vm -> index.remove(vm.id()));
        dead.forEach(vm -> index.add(vm, Objects.requireNonNull(vm.host(), "A resident has a host.")));
        failed.forEach(index::reopen);
        return left;
    }

    private List<Vm> residentsOf(HostId host) {
        return residents.getOrDefault(host, List.of());
    }

    private Loss loss(List<HostId> failed, List<Vm> left) {
        return new Loss(
                failed.stream().map(this::nameOf).toList(),
                left.size(),
                left.stream().limit(MOST_NAMED).map(Vm::name).toList());
    }

    private String nameOf(HostId host) {
        return Objects.requireNonNull(cluster.hosts().get(host)).name();
    }

    // ---- which hosts fail together

    /** How many combinations there are; the most that can be counted where there are more. */
    private static long combinations(int hosts, int together) {
        var count = 1L;
        for (var i = 0; i < together && count <= MOST_CHECKED; i++) {
            count = count * (hosts - i) / (i + 1);
        }
        return count;
    }

    private static List<List<HostId>> allOf(List<HostId> hosts, int together) {
        var found = new ArrayList<List<HostId>>();
        choose(hosts, together, 0, new ArrayList<>(), found);
        return found;
    }

    private static void choose(
            List<HostId> hosts, int missing, int from, List<HostId> chosen, List<List<HostId>> found) {
        if (missing == 0) {
            if (!chosen.isEmpty()) {
                found.add(List.copyOf(chosen));
            }
            return;
        }
        for (var i = from; i <= hosts.size() - missing; i++) {
            chosen.add(hosts.get(i));
            choose(hosts, missing - 1, i + 1, chosen, found);
            chosen.removeLast();
        }
    }

    /** The fullest hosts together, then each host with the fullest others. */
    private List<List<HostId>> someOf(List<HostId> hosts, int together) {
        var fullest = hosts.stream()
                .sorted(Comparator.<HostId>comparingLong(host -> -memoryMib(host))
                        .thenComparing(host -> host))
                .toList();
        var found = new ArrayList<List<HostId>>();
        for (var host : fullest.subList(0, Math.min(MOST_CHECKED, fullest.size()))) {
            var failed = new ArrayList<HostId>(List.of(host));
            fullest.stream()
                    .filter(other -> !other.equals(host))
                    .limit(together - 1)
                    .forEach(failed::add);
            found.add(failed);
        }
        return found;
    }

    private long memoryMib(HostId host) {
        return residentsOf(host).stream()
                .mapToLong(vm -> vm.memory().configured().value())
                .sum();
    }
}
