package io.atoll.drs.plan;

import static io.atoll.drs.plan.Ledger.NOWHERE;

import io.atoll.drs.plan.Explanation.Binding;
import io.atoll.drs.plan.Explanation.Change;
import io.atoll.drs.plan.Explanation.Cost;
import io.atoll.drs.plan.Explanation.HostReason;
import io.atoll.drs.plan.Explanation.HostTerms;
import io.atoll.drs.plan.Explanation.MoveReason;
import io.atoll.drs.plan.Explanation.PowerReason;
import io.atoll.drs.plan.Explanation.PreferenceChange;
import io.atoll.drs.plan.Plan.Migration;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Replays a plan move by move and says at each why it helps, and what spoke against the others. */
final class Explainer {
    static final double ROUNDING = 1e-9;

    private final Plan plan;
    private final Question question;
    private final Ledger ledger;
    private final Objections objections;
    private final Alternatives alternatives;
    private final MendedRules brokenRules;
    private final BitSet sleeping = new BitSet();
    /** How often the plan still moves each VM; who moves again only steps aside. */
    private final Map<Integer, Integer> movesLeft = new HashMap<>();

    private final List<MoveReason> moves = new ArrayList<>();
    private final List<PowerReason> power = new ArrayList<>();
    private final BooleanSupplier mayContinue;
    private boolean cutShort;

    /**
     * @param toEmpty hosts that nobody may come to
     * @param mayContinue asked before each part that takes long
     */
    Explainer(
            Cluster cluster, Question question, SortedSet<HostId> toEmpty, Answer answer, BooleanSupplier mayContinue) {
        this.mayContinue = mayContinue;
        this.question = question;
        plan = switch (answer) {
            case Answer.Planned(var done) -> done;
            case Answer.Impossible(var _, var partial) -> partial;
        };
        ledger = new Ledger(cluster);
        var closed = new BitSet();
        for (var host : toEmpty) {
            if (cluster.hosts().containsKey(host)) {
                closed.set(ledger.host(host));
            }
        }
        objections = new Objections(ledger, closed);
        brokenRules = new MendedRules(ledger);
        for (var step : plan.steps()) {
            step.wake().forEach(host -> sleeping.clear(ledger.host(host)));
            step.sleep().forEach(host -> sleeping.set(ledger.host(host)));
            step.migrations().forEach(migration -> movesLeft.merge(ledger.vm(migration.vm()), 1, Integer::sum));
        }
        alternatives = new Alternatives(
                ledger,
                objections,
                sleeping,
                question instanceof Question.Consolidate,
                () -> new Ending(new Ledger(cluster), closed, plan));
    }

    Explanation explain() {
        var before = ledger.score();
        Set<Integer> moved = new HashSet<>(movesLeft.keySet());
        replay();
        var stays = new Stays(ledger, objections, moved, !(question instanceof Question.Balance));
        var found = stays.found();
        var listed = found.stream()
                .limit(Stays.MOST)
                .takeWhile(_ -> goesOn())
                .map(stays::explain)
                .toList();
        var emptying = new WhatWouldEmpty(ledger, objections);
        var hosts = new ArrayList<HostReason>();
        for (var h = 0; h < ledger.hosts.length; h++) {
            hosts.add(new HostReason(
                    ledger.hosts[h].name(), ledger.terms(h), binding(h), goesOn() ? emptying.of(h) : null));
        }
        return new Explanation(
                before, ledger.score(), moves, power, listed, found.size() - listed.size(), hosts, cutShort);
    }

    /** Only why each VM moves, in the order of the plan. */
    List<MoveReason> explainMoves() {
        replay();
        return List.copyOf(moves);
    }

    private void replay() {
        for (var i = 0; i < plan.steps().size(); i++) {
            step(i, plan.steps().get(i));
        }
    }

    private boolean goesOn() {
        cutShort = cutShort || !mayContinue.getAsBoolean();
        return !cutShort;
    }

    private void step(int index, Plan.Step step) {
        for (var host : step.wake()) {
            var arrivals = (int) step.migrations().stream()
                    .filter(migration -> migration.to().equals(host))
                    .count();
            power(host, index, true, arrivals);
        }
        step.migrations().forEach(migration -> moves.add(move(migration, index)));
        step.sleep().forEach(host -> power(host, index, false, 0));
    }

    private void power(HostId id, int stepIndex, boolean wakes, int arrivals) {
        var host = ledger.host(id);
        var before = ledger.score();
        if (wakes) {
            ledger.wake(host);
        } else {
            ledger.sleep(host);
        }
        power.add(new PowerReason(ledger.hosts[host].name(), stepIndex, wakes, arrivals, before, ledger.score()));
    }

    private MoveReason move(Migration migration, int stepIndex) {
        var vm = ledger.vm(migration.vm());
        var from = ledger.at[vm];
        var to = ledger.host(migration.to());
        movesLeft.merge(vm, -1, Integer::sum);
        var before = ledger.score();
        var fromBefore = from == NOWHERE ? null : ledger.terms(from);
        var toBefore = ledger.terms(to);
        var costs = ledger.preferences.costsFor(vm);
        var broken = brokenRules.of(vm);
        var rejected = goesOn() ? alternatives.of(vm, to) : Alternatives.Rejected.UNKNOWN;
        ledger.move(vm, to);
        var after = ledger.score();
        var changes = new ArrayList<PreferenceChange>();
        ledger.preferences.costsFor(vm).forEach((name, cost) -> {
            double was = costs.getOrDefault(name, 0.0);
            if (cost.doubleValue() != was) {
                changes.add(new PreferenceChange(name, was, cost));
            }
        });
        return new MoveReason(
                ledger.vms[vm].name(),
                stepIndex,
                reason(vm, from, fromBefore, before, after, changes, brokenRules.mended(vm, broken)),
                fromBefore == null ? null : new Change(ledger.hosts[from].name(), fromBefore, ledger.terms(from)),
                new Change(ledger.hosts[to].name(), toBefore, ledger.terms(to)),
                before,
                after,
                changes,
                new Cost(migration.copied().value(), migration.duration(), migration.pause()),
                rejected.hosts(),
                rejected.otherVm());
    }

    private Reason reason(
            int vm,
            int from,
            @Nullable HostTerms left,
            Score before,
            Score after,
            List<PreferenceChange> changes,
            List<String> mendedRules) {
        if (left == null) {
            return new Reason.Starts();
        }
        var name = ledger.hosts[from].name();
        if (movesLeft.getOrDefault(vm, 0) > 0) {
            return new Reason.StepsAside(finalHostName(vm));
        }
        if (objections.isClosed(from) || ledger.hosts[from].state() == PowerState.MAINTENANCE) {
            return new Reason.Empties(name);
        }
        if (!mendedRules.isEmpty()) {
            return new Reason.MendsRules(mendedRules);
        }
        var limits = ledger.cluster.limits();
        if (left.cpuShare() > limits.cpuShare() + ROUNDING) {
            return new Reason.Relieves(name, Resource.CPU, left.cpuShare(), limits.cpuShare());
        }
        if (left.memoryShare() > limits.memoryShare() + ROUNDING) {
            return new Reason.Relieves(name, Resource.MEMORY, left.memoryShare(), limits.memoryShare());
        }
        if (sleeping.get(from)) {
            return new Reason.LetsSleep(name);
        }
        if (left.cpuShare() > ledger.knee + ROUNDING && after.overload() < before.overload()) {
            return new Reason.Cools(name, left.cpuShare(), ledger.knee);
        }
        if (after.preferenceCost() < before.preferenceCost()) {
            var names = changes.stream()
                    .filter(change -> change.after() < change.before())
                    .map(PreferenceChange::name)
                    .toList();
            return new Reason.Prefers(names, before.preferenceCost(), after.preferenceCost());
        }
        return after.imbalance() < before.imbalance()
                ? new Reason.Evens(before.imbalance(), after.imbalance(), ledger.memoryMib(vm))
                : new Reason.MakesRoom(name);
    }

    private String finalHostName(int vm) {
        var host = plan.finalHosts().get(ledger.vms[vm].id());
        return host == null ? "another host" : ledger.hosts[ledger.host(host)].name();
    }

    /** What is used up first, measured by its own limit. */
    private Binding binding(int host) {
        var limits = ledger.cluster.limits();
        var capacity = ledger.hosts[host].capacity();
        var all = new ArrayList<Binding>();
        all.add(binding(Resource.CPU, ledger.cpu[host], ledger.cpuCapacity(host), limits.cpuShare()));
        all.add(binding(Resource.MEMORY, ledger.memory[host], ledger.memoryCapacity(host), limits.memoryShare()));
        all.add(binding(
                Resource.VCPUS, (double) ledger.vcpus[host], (double) capacity.coreCount(), limits.vcpusPerCore()));
        all.add(binding(Resource.NETWORK, ledger.network[host], (double) capacity.networkMbps(), 1));
        var first = all.getFirst();
        for (var other : all) {
            first = other.used() / other.limit() > first.used() / first.limit() ? other : first;
        }
        return first;
    }

    private static Binding binding(Resource resource, double used, double capacity, double limitShare) {
        return new Binding(resource, used, capacity * limitShare, used / capacity, limitShare);
    }
}
