package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import io.atoll.drs.core.Sequence.Room;
import io.atoll.drs.core.Sequence.Waiting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who is in whose way where no move is possible any more. Hosts wait for hosts: one that units want to leave waits for those
 * they want to go to. The strongly connected sets of hosts that wait for none outside (found as Tarjan does, SIAM Journal on
 * Computing 1, 1972) are what blocks everyone else, and the moves inside them are the answer.
 */
final class BlockingSet {
    private final CompactCluster cluster;
    private final Assignment now;
    private final int[] target;
    private final int[] pending;
    private final int spareOf;
    private int[] units = {};

    // Tarjan's numbers, and for each host the set it is in.
    private final int[][] waitsFor;
    private final int[] number;
    private final int[] low;
    private final int[] setOf;
    private final int[] nextEdge;
    private int numbered;
    private int sets;

    private BlockingSet(Assignment now, int[] target, int[] pending, int spareOf) {
        cluster = now.cluster;
        this.now = now;
        this.target = target;
        this.pending = pending;
        this.spareOf = spareOf;
        waitsFor = new int[cluster.hostCount][];
        number = new int[cluster.hostCount];
        low = new int[cluster.hostCount];
        setOf = new int[cluster.hostCount];
        nextEdge = new int[cluster.hostCount];
        Arrays.fill(setOf, NOWHERE);
    }

    /** @param spareOf the host whose failure would find no room; {@link CompactCluster#NOWHERE}: that is not the reason */
    static BlockingSet of(Assignment now, int[] target, int[] pending, int spareOf) {
        var set = new BlockingSet(now, target, pending, spareOf);
        set.units = spareOf == NOWHERE ? set.innermost() : pending;
        return set;
    }

    /** Units that cannot go to their targets. */
    int[] units() {
        return units.clone();
    }

    private int[] innermost() {
        var bags = new IntBag[cluster.hostCount];
        for (var unit : pending) {
            var from = now.hostOf[unit];
            if (from != NOWHERE) {
                bags[from] = bags[from] == null ? new IntBag(4) : bags[from];
                bags[from].add(target[unit]);
            }
        }
        for (var h = 0; h < waitsFor.length; h++) {
            waitsFor[h] = bags[h] == null ? new int[0] : bags[h].toArray();
        }
        for (var unit : pending) {
            if (number[target[unit]] == 0) {
                search(target[unit]);
            }
        }
        return inside();
    }

    /** Depth first, with a stack of its own: chains of waiting hosts may be long. */
    private void search(int root) {
        var path = new IntBag(16);
        var open = new IntBag(16);
        enter(root, path, open);
        while (!path.isEmpty()) {
            var host = path.get(path.size() - 1);
            if (nextEdge[host] < waitsFor[host].length) {
                var next = waitsFor[host][nextEdge[host]++];
                if (number[next] == 0) {
                    enter(next, path, open);
                } else if (setOf[next] == NOWHERE) {
                    low[host] = Math.min(low[host], number[next]);
                }
            } else {
                leave(path, open);
            }
        }
    }

    private void enter(int host, IntBag path, IntBag open) {
        number[host] = ++numbered;
        low[host] = numbered;
        path.add(host);
        open.add(host);
    }

    private void leave(IntBag path, IntBag open) {
        var host = path.pop();
        if (!path.isEmpty()) {
            var before = path.get(path.size() - 1);
            low[before] = Math.min(low[before], low[host]);
        }
        if (low[host] == number[host]) {
            int member;
            do {
                member = open.pop();
                setOf[member] = sets;
            } while (member != host);
            sets++;
        }
    }

    /** Moves within the sets that wait for none outside; where such a set is one host, all moves to it. */
    private int[] inside() {
        var waitsOutside = new boolean[sets];
        var members = new int[sets];
        for (var h = 0; h < setOf.length; h++) {
            if (setOf[h] != NOWHERE) {
                members[setOf[h]]++;
                for (var next : waitsFor[h]) {
                    waitsOutside[setOf[h]] |= setOf[next] != setOf[h];
                }
            }
        }
        return Arrays.stream(pending)
                .filter(unit -> {
                    var set = setOf[target[unit]];
                    var from = now.hostOf[unit];
                    return !waitsOutside[set] && (members[set] == 1 || (from != NOWHERE && setOf[from] == set));
                })
                .toArray();
    }

    List<Waiting> waiting() {
        var list = new ArrayList<Waiting>();
        for (var unit : units) {
            var other = cluster.rules.keptApartBy(unit, target[unit], now.hostOf);
            list.add(new Waiting(
                    Arrays.stream(cluster.vmsOfUnit[unit]).boxed().toList(),
                    now.hostOf[unit],
                    target[unit],
                    room(unit),
                    other == NOWHERE ? NOWHERE : cluster.vmsOfUnit[other][0],
                    spareOf));
        }
        return list;
    }

    private Room room(int unit) {
        var aside = NOWHERE;
        for (var h = 0; h < cluster.hostCount; h++) {
            var third = cluster.canReceive[h] && h != now.hostOf[unit] && h != target[unit];
            if (third && (aside == NOWHERE || free(h) > free(aside))) {
                aside = h;
            }
        }
        return new Room(cluster.memory[unit], free(target[unit]), aside, aside == NOWHERE ? 0 : free(aside));
    }

    private double free(int host) {
        return Math.max(0, Math.floor(cluster.memoryLimit[host] - now.memory[host]));
    }
}
