package io.atoll.manager.placement.internal.rule;

import io.atoll.ha.zk.facts.ClusterRules;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.ShareLimit;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The rules of a cluster as they apply now. Labels are looked at anew each time, so a change of labels counts at once. */
public final class AppliedRules {
    private static final int ALL_PERCENT = 100;

    private final LiveCluster bare;
    private final List<AppliedRule> rules;

    private AppliedRules(LiveCluster bare, List<AppliedRule> rules) {
        this.bare = bare;
        this.rules = List.copyOf(rules);
    }

    /**
     * The rules as they apply to the cluster now.
     *
     * @param bare the cluster without rules
     */
    public static AppliedRules of(Collection<PlacementRule> rules, LiveCluster bare) {
        return new AppliedRules(
                bare, rules.stream().map(rule -> applied(rule, bare)).toList());
    }

    private static AppliedRule applied(PlacementRule rule, LiveCluster bare) {
        var vms = new TreeSet<VmId>();
        if (rule.vms().selector() == null) {
            rule.vms().ids().stream()
                    .map(VmId::new)
                    .filter(id -> bare.vms().containsKey(id))
                    .forEach(vms::add);
        } else {
            bare.vms().values().stream()
                    .filter(vm -> rule.vms().include(vm.id().value(), vm.labels()))
                    .forEach(vm -> vms.add(vm.id()));
        }
        var hosts = new TreeSet<HostId>();
        bare.model().hosts().values().stream()
                .filter(host -> rule.hosts().include(host.id().value(), host.zones()))
                .forEach(host -> hosts.add(host.id()));
        return new AppliedRule(rule, vms, hosts);
    }

    Cluster model() {
        return bare.model();
    }

    List<AppliedRule> all() {
        return rules;
    }

    List<AppliedRule> binding() {
        return rules.stream().filter(rule -> rule.rule().isBinding()).toList();
    }

    /**
     * The cluster with these rules, as the scheduler is asked about it.
     *
     * @param standIn the id under which a moving VM keeps its room on its source; others must be kept apart from that as well
     */
    public LiveCluster cluster(UnaryOperator<VmId> standIn) {
        var must = new ArrayList<Rule>();
        var should = new ArrayList<Preference>();
        var limits = new ArrayList<ShareLimit>();
        for (var rule : rules) {
            if (rule.rule().enabled()) {
                told(rule).ifPresent(one -> {
                    if (rule.rule().isBinding()) {
                        must.add(one instanceof Rule.KeepApart apart ? withStandIns(apart, standIn) : one);
                    } else {
                        should.add(new Preference.Should(one, Preference.USUAL_WEIGHT));
                    }
                });
                preference(rule).ifPresent(should::add);
                if (rule.rule().isBinding()) {
                    limit(rule).ifPresent(limits::add);
                }
            }
        }
        return bare.with(bare.model().withRules(must).with(should)).with(limits);
    }

    /** What HA is told: what keeps VMs from hosts or from each other as it is, the rest of what must hold as something to be wished. */
    ClusterRules.Fitted atRestart() {
        var must = new ArrayList<Rule>();
        var should = new ArrayList<Preference>();
        for (var rule : binding()) {
            if (rule.vms().isEmpty()) {
                continue;
            }
            switch (rule.rule().kind()) {
                case KEEP_APART, VM_HOST -> told(rule).ifPresent(must::add);
                case KEEP_TOGETHER ->
                    should.add(new Preference.Should(
                            new Rule.KeepTogether(rule.name(), rule.vms()), Preference.BINDING_WEIGHT));
                case ZONE_SPREAD, BLAST_RADIUS -> preference(rule).ifPresent(should::add);
            }
        }
        var zones = new TreeMap<HostId, SortedMap<String, String>>();
        bare.model().hosts().values().forEach(host -> zones.put(host.id(), host.zones()));
        return ClusterRules.fitting(bare.settings().id(), must, should, zones);
    }

    private Rule withStandIns(Rule.KeepApart apart, UnaryOperator<VmId> standIn) {
        var vms = new TreeSet<>(apart.vms());
        apart.vms().stream()
                .map(standIn)
                .filter(id -> bare.model().vms().containsKey(id))
                .forEach(vms::add);
        return new Rule.KeepApart(apart.name(), vms);
    }

    /** What the scheduler can be told as a rule; nothing for zones and shares. */
    static Optional<Rule> told(AppliedRule rule) {
        return switch (rule.rule().kind()) {
            case KEEP_TOGETHER -> Optional.of(new Rule.KeepTogether(rule.name(), rule.vms()));
            case KEEP_APART -> Optional.of(new Rule.KeepApart(rule.name(), rule.vms()));
            case VM_HOST ->
                Optional.of(
                        switch (rule.rule().enforcement()) {
                            case MUST, SHOULD -> new Rule.OnlyOn(rule.name(), rule.vms(), rule.hosts());
                            case MUST_NOT -> new Rule.NeverOn(rule.name(), rule.vms(), rule.hosts());
                        });
            case ZONE_SPREAD, BLAST_RADIUS -> Optional.empty();
        };
    }

    /** Zones and shares, which the scheduler knows as preferences; those that must hold weigh more than anything else. */
    private static Optional<Preference> preference(AppliedRule rule) {
        var weight = rule.rule().isBinding() ? Preference.BINDING_WEIGHT : Preference.USUAL_WEIGHT;
        return switch (rule.rule().kind()) {
            case KEEP_TOGETHER, KEEP_APART, VM_HOST -> Optional.empty();
            case ZONE_SPREAD ->
                Optional.of(new Preference.SpreadOverZones(rule.name(), rule.vms(), label(rule.rule()), weight));
            case BLAST_RADIUS ->
                Optional.of(new Preference.BlastRadius(
                        rule.name(),
                        rule.vms(),
                        rule.rule().zoneLabel(),
                        (double) share(rule.rule()) / ALL_PERCENT,
                        weight));
        };
    }

    /** How many of its VMs one zone may hold; nothing for rules that are not about that. */
    Optional<ShareLimit> limit(AppliedRule rule) {
        return switch (rule.rule().kind()) {
            case KEEP_TOGETHER, KEEP_APART, VM_HOST -> Optional.empty();
            case ZONE_SPREAD -> {
                var usable = bare.model().hosts().values().stream()
                        .filter(host -> mayTakeVms(host.id()))
                        .toList();
                var zones = Math.max(1, zones(label(rule.rule()), usable));
                var most = Math.ceilDiv(rule.vms().size(), zones);
                yield Optional.of(
                        new ShareLimit(rule.name(), rule.vms(), rule.rule().zoneLabel(), most, true));
            }
            case BLAST_RADIUS -> {
                var most = Math.max(1, rule.vms().size() * share(rule.rule()) / ALL_PERCENT);
                yield Optional.of(
                        new ShareLimit(rule.name(), rule.vms(), rule.rule().zoneLabel(), most, false));
            }
        };
    }

    /** Whether the host takes VMs now, or does once it is woken: a zone that sleeps is one all the same. */
    boolean mayTakeVms(HostId id) {
        var host = bare.model().hosts().get(id);
        return host != null && (host.state() == PowerState.ON || bare.resting().contains(id));
    }

    /** How many zones these hosts are in. */
    static int zones(String label, Collection<Host> hosts) {
        return (int) hosts.stream()
                .map(host -> host.zones().get(label))
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    private static String label(PlacementRule rule) {
        return Objects.requireNonNull(rule.zoneLabel(), "A rule that spreads names a label.");
    }

    private static int share(PlacementRule rule) {
        return Objects.requireNonNull(rule.maxSharePercent(), "A blast radius has a share.");
    }
}
