package io.atoll.manager.placement;

import io.atoll.manager.api.InputCheck;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules of one cluster, to suppose things of. Immutable: what is supposed is in the book that is answered. */
public interface RuleBook {
    /** Names of the rules that are switched on. */
    SortedMap<UUID, String> names();

    /** The same without this rule. */
    RuleBook without(UUID rule);

    /**
     * The same with one more rule, which must hold. What is wrong with it is told to {@code check}, and nothing is told to the
     * scheduler then.
     *
     * @param field where it stands in the request
     * @param name what to call it; another rule may have the name, so that it gets one like it
     */
    Extended with(String field, String name, Text text, InputCheck check);

    /**
     * Must-rules that cannot all hold in this cluster with all VMs on, whoever runs where; never one that could.
     *
     * @param cluster everybody of the cluster of this book, or what has become of it
     */
    List<Contradiction> contradictions(Cluster cluster);

    /** A rule as people write it. */
    record Text(
            @Nullable String kind,
            @Nullable String enforcement,
            @Nullable List<@Nullable String> vmIds,
            @Nullable String vmSelector,
            @Nullable List<@Nullable String> hostIds,
            @Nullable String hostSelector,
            @Nullable String zoneLabel,
            @Nullable Integer maxSharePercent) {}

    /** A book with one rule more, and what the scheduler is told of that. */
    record Extended(RuleBook book, List<Rule> rules, List<ZoneRule> zoneRules) {
        public Extended {
            rules = List.copyOf(rules);
            zoneRules = List.copyOf(zoneRules);
        }
    }

    /** A must-rule about zones or shares, which the scheduler knows as a preference only, and what it allows. */
    record ZoneRule(Preference preference, ShareLimit limit) {}

    /**
     * Why rules cannot hold together.
     *
     * @param check stable name, for programs
     * @param need how much would be needed, in {@code unit}; null: nothing is counted
     * @param free how much there is
     */
    record Contradiction(
            String check,
            List<String> ruleNames,
            @Nullable Long need,
            @Nullable Long free,
            @Nullable String unit,
            String detail) {
        public Contradiction {
            ruleNames = List.copyOf(ruleNames);
        }
    }
}
