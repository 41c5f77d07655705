package io.atoll.manager.drs.internal;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What has to be done before a migration of a plan can be: those that leave its target, and earlier moves of the same VM, in waves before
 * it. A snoozed one of an earlier plan is nobody's prerequisite, whatever its wave was: later rounds plan without it. Pure.
 */
public final class Prerequisites {
    private Prerequisites() {}

    /** It, those it needs, and those that these need. */
    static List<Recommendation> with(Recommendation wanted, List<Recommendation> all) {
        var found = new LinkedHashMap<UUID, Recommendation>();
        collect(wanted, all, found);
        return List.copyOf(found.values());
    }

    private static void collect(Recommendation one, List<Recommendation> all, Map<UUID, Recommendation> found) {
        if (found.putIfAbsent(one.id(), one) != null) {
            return;
        }
        all.stream()
                .filter(other -> other.seenAt().equals(one.seenAt()) && other.wave() < one.wave())
                .filter(other -> other.move().vm().equals(one.move().vm())
                        || other.move()
                                .source()
                                .host()
                                .equals(one.move().target().host()))
                .forEach(other -> collect(other, all, found));
    }

    /** Those that wait for nobody but a decision: they are open, and nothing that they need is snoozed. In the order of their waves. */
    public static List<Recommendation> ready(List<Recommendation> undecided) {
        var ordered = undecided.stream()
                .sorted(Comparator.comparingInt(Recommendation::wave))
                .toList();
        var ready = new ArrayList<Recommendation>();
        var heldBack = new HashSet<Held>();
        var ofThisWave = new HashSet<Held>();
        var wave = Integer.MIN_VALUE;
        for (var one : ordered) {
            if (one.wave() > wave) {
                heldBack.addAll(ofThisWave); // those of one wave do not need each other
                ofThisWave.clear();
                wave = one.wave();
            }
            var move = one.move();
            if (one.state() == RecommendationState.OPEN
                    && !heldBack.contains(Held.of(one, move.vm()))
                    && !heldBack.contains(Held.of(one, move.target().host()))) {
                ready.add(one);
            } else {
                ofThisWave.add(Held.of(one, move.vm()));
                ofThisWave.add(Held.of(one, move.source().host()));
            }
        }
        return List.copyOf(ready);
    }

    /** A VM that stays where it is for now, or a host that it was to leave, in the plan of one round. */
    private record Held(Instant plan, UUID what) {
        static Held of(Recommendation one, VmId vm) {
            return new Held(one.seenAt(), vm.value());
        }

        static Held of(Recommendation one, HostId host) {
            return new Held(one.seenAt(), host.value());
        }
    }
}
