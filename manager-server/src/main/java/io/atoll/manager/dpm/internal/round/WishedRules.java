package io.atoll.manager.dpm.internal.round;

import io.atoll.drs.power.ZoneLimit;
import io.atoll.manager.dpm.internal.book.RoomWishes.Wish;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Rule;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Rules with the VMs in them that were refused before they existed: a rule may mean them by labels, which are lost with the refusal,
 * and a host must not be woken that may not take them. Pure.
 */
record WishedRules(List<Wish> strangers) {
    WishedRules {
        strangers = List.copyOf(strangers);
    }

    List<Rule> joined(List<Rule> rules) {
        return rules.stream().map(this::joined).toList();
    }

    private Rule joined(Rule rule) {
        var vms = with(rule.name(), rule.vms());
        return switch (rule) {
            case Rule.KeepApart _ -> new Rule.KeepApart(rule.name(), vms);
            case Rule.KeepTogether _ -> new Rule.KeepTogether(rule.name(), vms);
            case Rule.OnlyOn only -> new Rule.OnlyOn(rule.name(), vms, only.hosts());
            case Rule.NeverOn never -> new Rule.NeverOn(rule.name(), vms, never.hosts());
            case Rule.WithinOneGroup within -> new Rule.WithinOneGroup(rule.name(), vms, within.groups());
        };
    }

    /** What a zone may hold stays as it was counted without them. */
    ZoneLimit joined(ZoneLimit limit) {
        return new ZoneLimit(
                limit.ruleName(),
                with(limit.ruleName(), limit.vms()),
                limit.label(),
                limit.mostVms(),
                limit.everyZone());
    }

    private SortedSet<VmId> with(String rule, SortedSet<VmId> vms) {
        var all = new TreeSet<>(vms);
        strangers.stream()
                .filter(wish -> wish.rules().contains(rule))
                .map(Wish::vm)
                .forEach(all::add);
        return all;
    }
}
