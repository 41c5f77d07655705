package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Single moves, one after another, that bring few units to their targets where greedy waves are stuck: best first over who is
 * where (A*, Hart, Nilsson and Raphael, IEEE Transactions on Systems Science and Cybernetics 4, 1968), with the units that are
 * not yet on their targets as the distance. It counts more than the moves made, so that the way is short but need not be the
 * shortest. Every state on it keeps limits, rules and spare room.
 */
final class DetourSearch {
    private static final int MOST_STATES = 20_000;

    /** Looking for spare room costs far more than anything else here. */
    private static final int MOST_STATES_WITH_SPARE = 1_000;

    private static final int MOST_UNITS = 24;
    private static final int MOST_HOSTS = 12;
    private static final int MOST_HELPERS = 6;
    private static final int DISTANCE_WEIGHT = 2;
    private static final char NO_HOST = Character.MAX_VALUE;

    private final CompactCluster cluster;
    private final Assignment at;
    private final int[] target;
    private final @Nullable Spare spare;
    private final boolean[] awake;
    private int[] hosts = {};
    private int[] units = {};
    private boolean[] must = {};

    /** One unit goes to a host. */
    record Step(int unit, int to) {}

    /**
     * @param places for each unit, as a character, the index of its host among those that are searched, or {@link #NO_HOST}
     * @param stepsMade from the start
     * @param distance units that are not on their targets
     * @param missing those of them that must be
     * @param gain units that are on their targets now and were not at the start
     */
    private record State(
            @Nullable State before, Step step, String places, int stepsMade, int distance, int missing, int gain) {
        int estimate() {
            return stepsMade + DISTANCE_WEIGHT * distance;
        }
    }

    /**
     * @param now where everyone is; not changed
     * @param awake the hosts that are on
     */
    DetourSearch(Assignment now, int[] target, @Nullable Spare spare, boolean[] awake) {
        cluster = now.cluster;
        at = now.copy();
        this.target = target;
        this.spare = spare;
        this.awake = awake;
    }

    /** Moves after which more units are on their targets than now, all these if a way is found; none where no move helps. */
    List<Step> find(int[] blocked) {
        if (blocked.length == 0 || blocked.length > MOST_UNITS) {
            return List.of();
        }
        chooseHosts(blocked);
        units = blocked;
        must = new boolean[units.length];
        Arrays.fill(must, true);
        var found = search();
        if (found.missing > 0) {
            addResidents();
            var wider = search();
            found = wider.gain() >= found.gain() ? wider : found;
        }
        return steps(found);
    }

    private static List<Step> steps(State last) {
        var steps = new ArrayDeque<Step>();
        for (var state = last; state.before != null; state = state.before) {
            steps.addFirst(state.step);
        }
        return List.copyOf(steps);
    }

    /** Those the units are on and want to go to, and the roomiest others. */
    private void chooseHosts(int[] blocked) {
        var involved = IntStream.concat(
                        Arrays.stream(blocked).map(u -> at.hostOf[u]).filter(h -> h != NOWHERE),
                        Arrays.stream(blocked).map(u -> target[u]))
                .distinct()
                .toArray();
        var helpers = IntStream.range(0, cluster.hostCount)
                .filter(h -> cluster.canReceive[h] && Arrays.stream(involved).noneMatch(other -> other == h))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(h -> at.memory[h] - cluster.memoryLimit[h])
                        .thenComparingInt(h -> h))
                .limit(Math.clamp(MOST_HOSTS - involved.length, 1, MOST_HELPERS))
                .mapToInt(h -> h);
        hosts = IntStream.concat(Arrays.stream(involved), helpers).toArray();
    }

    /** Those that could make room, the smallest first. */
    private void addResidents() {
        var others = Arrays.stream(hosts)
                .flatMap(h -> IntStream.of(at.residents(h).toArray()))
                .filter(u -> !cluster.pinned[u]
                        && cluster.migratable[u]
                        && target[u] != NOWHERE
                        && index(target[u]) != NOWHERE
                        && Arrays.stream(units).noneMatch(other -> other == u))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(u -> cluster.memory[u])
                        .thenComparingInt(u -> u))
                .limit(MOST_UNITS - units.length)
                .mapToInt(u -> u)
                .toArray();
        var wider =
                IntStream.concat(Arrays.stream(units), Arrays.stream(others)).toArray();
        must = Arrays.copyOf(must, wider.length);
        for (var i = units.length; i < wider.length; i++) {
            // Who is where it belongs comes back; who still waits for others may wait on.
            must[i] = at.hostOf[wider[i]] == target[wider[i]];
        }
        units = wider;
    }

    private int index(int host) {
        for (var i = 0; i < hosts.length; i++) {
            if (hosts[i] == host) {
                return i;
            }
        }
        return NOWHERE;
    }

    private State search() {
        var first = first();
        var best = first;
        var open = new PriorityQueue<State>(
                Comparator.<State>comparingInt(State::estimate).thenComparingInt(State::distance));
        Set<String> seen = new HashSet<>();
        seen.add(first.places);
        open.add(first);
        var most = spare == null ? MOST_STATES : MOST_STATES_WITH_SPARE;
        while (!open.isEmpty() && seen.size() < most && best.missing > 0) {
            var state = open.poll();
            if (state.distance < best.distance) {
                best = state;
            }
            go(state);
            expand(state, seen, open);
        }
        go(first);
        return best;
    }

    private State first() {
        var places = new char[units.length];
        var distance = 0;
        var missing = 0;
        for (var i = 0; i < units.length; i++) {
            places[i] = at.hostOf[units[i]] == NOWHERE ? NO_HOST : (char) index(at.hostOf[units[i]]);
            var away = at.hostOf[units[i]] != target[units[i]];
            distance += away ? 1 : 0;
            missing += away && must[i] ? 1 : 0;
        }
        return new State(null, new Step(NOWHERE, NOWHERE), new String(places), 0, distance, missing, 0);
    }

    private void go(State state) {
        for (var i = 0; i < units.length; i++) {
            var place = state.places.charAt(i);
            var host = place == NO_HOST ? NOWHERE : hosts[place];
            if (at.hostOf[units[i]] != host) {
                if (host == NOWHERE) {
                    at.take(units[i]);
                } else {
                    at.move(units[i], host);
                }
            }
        }
    }

    private void expand(State state, Set<String> seen, PriorityQueue<State> open) {
        for (var i = 0; i < units.length; i++) {
            for (var h = 0; h < hosts.length; h++) {
                if (h != state.places.charAt(i) && mayGo(units[i], hosts[h])) {
                    var places = state.places.substring(0, i) + (char) h + state.places.substring(i + 1);
                    if (seen.add(places) && keepsSpare(units[i], hosts[h])) {
                        open.add(after(state, i, hosts[h], places));
                    }
                }
            }
        }
    }

    private State after(State state, int i, int to, String places) {
        var unit = units[i];
        var nearer = (at.hostOf[unit] == target[unit] ? 1 : 0) - (to == target[unit] ? 1 : 0);
        return new State(
                state,
                new Step(unit, to),
                places,
                state.stepsMade + 1,
                state.distance + nearer,
                state.missing + (must[i] ? nearer : 0),
                state.gain - nearer);
    }

    private boolean mayGo(int unit, int to) {
        var from = at.hostOf[unit];
        var movable = from == NOWHERE ? to == target[unit] : !cluster.pinned[unit] && cluster.migratable[unit];
        return movable
                && cluster.canReceive[to]
                && at.hasRoom(unit, to)
                && cluster.rules.allowOnTheWay(unit, to, at.hostOf, at.hostOf);
    }

    private boolean keepsSpare(int unit, int to) {
        if (spare == null) {
            return true;
        }
        var from = at.hostOf[unit];
        var on = awake.clone();
        for (var u : units) {
            if (at.hostOf[u] != NOWHERE) {
                on[at.hostOf[u]] = true;
            }
        }
        on[to] = true;
        at.move(unit, to);
        var holds = spare.unsafe(at, on) == NOWHERE;
        if (from == NOWHERE) {
            at.take(unit);
        } else {
            at.move(unit, from);
        }
        return holds;
    }
}
