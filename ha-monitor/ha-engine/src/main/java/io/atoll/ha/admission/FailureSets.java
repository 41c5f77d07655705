package io.atoll.ha.admission;

import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which sets of hosts are tried: all of them while they are few. Else, for every host, it with the others that have the most memory in
 * use, which leave the most to restart, and it with the largest others, which leave the least room: an incomplete search, and said to
 * be one.
 */
final class FailureSets {
    /** So many are tried completely: all pairs of 64 hosts, for example. */
    static final int MOST_SETS = 2_016;

    private final List<HostId> hosts;
    private final List<HostId> fullest;
    private final List<HostId> largest;

    FailureSets(Cluster cluster, SortedSet<HostId> mayFail) {
        hosts = List.copyOf(mayFail);
        Map<HostId, Long> used = new HashMap<>();
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null) {
                used.merge(vm.host(), vm.memory().configured().value(), Long::sum);
            }
        }
        fullest = sorted(host -> used.getOrDefault(host, 0L));
        largest = sorted(host -> memory(cluster.hosts().get(host)));
    }

    private static long memory(@Nullable Host host) {
        return host == null ? 0 : host.capacity().memory().value();
    }

    private List<HostId> sorted(java.util.function.ToLongFunction<HostId> amount) {
        var sorted = new ArrayList<>(hosts);
        sorted.sort(Comparator.comparingLong(amount).reversed().thenComparing(Comparator.naturalOrder()));
        return List.copyOf(sorted);
    }

    boolean isEvery(int size) {
        var count = 1L;
        for (var i = 1; i <= size; i++) {
            count = count * (hosts.size() - size + i) / i;
            if (count > MOST_SETS) {
                return false;
            }
        }
        return true;
    }

    List<SortedSet<HostId>> of(int size) {
        SequencedSet<SortedSet<HostId>> sets = new LinkedHashSet<>();
        if (isEvery(size)) {
            every(size, 0, new ArrayList<>(), sets);
        } else {
            for (var host : hosts) {
                sets.add(with(host, fullest, size));
                sets.add(with(host, largest, size));
            }
        }
        return List.copyOf(sets);
    }

    private static SortedSet<HostId> with(HostId host, List<HostId> others, int size) {
        var set = new TreeSet<HostId>();
        set.add(host);
        for (var other : others) {
            if (set.size() < size) {
                set.add(other);
            }
        }
        return Collections.unmodifiableSortedSet(set);
    }

    private void every(int size, int from, List<HostId> chosen, SequencedSet<SortedSet<HostId>> sets) {
        if (chosen.size() == size) {
            sets.add(Collections.unmodifiableSortedSet(new TreeSet<>(chosen)));
            return;
        }
        for (var i = from; i <= hosts.size() - (size - chosen.size()); i++) {
            chosen.add(hosts.get(i));
            every(size, i + 1, chosen, sets);
            chosen.removeLast();
        }
    }
}
