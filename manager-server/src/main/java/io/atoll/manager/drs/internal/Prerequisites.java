package io.atoll.manager.drs.internal;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a migration of a plan needs: those that leave its target, and earlier moves of the same VM, in waves before it; and those with it
 * that a rule keeps together with its VM. A snoozed one of an earlier plan is nobody's prerequisite, whatever its wave was: later rounds
 * plan without it. Pure.
 */
public final class Prerequisites {
    private final List<Rule.KeepTogether> together;

    /** @param rules of the cluster, as they are now */
    public Prerequisites(List<Rule> rules) {
        together = rules.stream()
                .filter(Rule.KeepTogether.class::isInstance)
                .map(Rule.KeepTogether.class::cast)
                .toList();
    }

    /** It, those it needs, and those that these need. */
    List<Recommendation> with(Recommendation wanted, List<Recommendation> all) {
        var found = new LinkedHashMap<UUID, Recommendation>();
        collect(wanted, all, found);
        return List.copyOf(found.values());
    }

    private void collect(Recommendation one, List<Recommendation> all, Map<UUID, Recommendation> found) {
        if (found.putIfAbsent(one.id(), one) != null) {
            return;
        }
        all.stream()
                .filter(other -> other.seenAt().equals(one.seenAt()))
                .filter(other -> isBefore(other, one) || isWith(other, one))
                .forEach(other -> collect(other, all, found));
    }

    private static boolean isBefore(Recommendation other, Recommendation one) {
        return other.wave() < one.wave()
                && (other.move().vm().equals(one.move().vm())
                        || other.move()
                                .source()
                                .host()
                                .equals(one.move().target().host()));
    }

    private boolean isWith(Recommendation other, Recommendation one) {
        return other.wave() == one.wave()
                && other.move().target().host().equals(one.move().target().host())
                && together.stream()
                        .anyMatch(rule -> rule.vms().contains(one.move().vm())
                                && rule.vms().contains(other.move().vm()));
    }

    /** Those that wait for nobody but a decision: they are open, and nothing that they need is snoozed. In the order of their waves. */
    public List<Recommendation> ready(List<Recommendation> undecided) {
        var ordered = undecided.stream()
                .sorted(Comparator.comparingInt(Recommendation::wave))
                .toList();
        var ready = new ArrayList<Recommendation>();
        var stuck = stuck(undecided);
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
                    && !stuck.contains(one.id())
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

    /** Those that nobody wants to hear of now, and those that cannot go without these, whoever stands between. */
    private Set<UUID> stuck(List<Recommendation> undecided) {
        var stuck = new ArrayList<>(undecided.stream()
                .filter(one -> one.state() != RecommendationState.OPEN)
                .toList());
        var ids = new HashSet<>(stuck.stream().map(Recommendation::id).toList());
        for (var at = 0; at < stuck.size(); at++) {
            var held = stuck.get(at);
            undecided.stream()
                    .filter(one -> one.seenAt().equals(held.seenAt()) && isWith(held, one) && ids.add(one.id()))
                    .forEach(stuck::add);
        }
        return ids;
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
