package io.atoll.ha.zk.facts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.atoll.ha.zk.NodeJson;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The data of a rules node. Every id stands in it once, 16 bytes as base64url (RFC 4648, section 5), and rules name it by its
 * place: with ids written out in each rule, a tenth of the rules would fit.
 *
 * @param zones for each label, for each value of it, the places of the hosts that have it
 */
record RulesNode(
        List<String> vms,
        List<String> hosts,
        List<RuleNode> must,
        List<RuleNode> should,
        Map<String, Map<String, List<Integer>>> zones) {
    private static final int ID_BYTES = 16;

    /** One rule; what its kind has not is left out. A kind that this version does not know binds nobody here. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RuleNode(
            String kind,
            String name,
            List<Integer> vms,
            @Nullable List<List<Integer>> groups,
            @Nullable String label,
            @Nullable Double share,
            @Nullable Double weight) {
        RuleNode weighing(double newWeight) {
            return new RuleNode(kind, name, vms, groups, label, share, newWeight);
        }
    }

    static RulesNode read(String path, byte[] data) {
        return NodeJson.read(path, data, RulesNode.class, ClusterRules.MOST_BYTES);
    }

    byte[] data() {
        return NodeJson.write(this);
    }

    // ---- writing

    static RulesNode of(ClusterRules rules) {
        var vms = new Table<VmId>();
        var hosts = new Table<HostId>();
        var must = rules.must().stream().map(rule -> node(rule, vms, hosts)).toList();
        var should = rules.should().stream().map(wish -> node(wish, vms, hosts)).toList();
        var zones = new TreeMap<String, Map<String, List<Integer>>>();
        rules.zones()
                .forEach((host, named) ->
                        named.forEach((label, zone) -> zones.computeIfAbsent(label, _ -> new TreeMap<>())
                                .computeIfAbsent(zone, _ -> new ArrayList<>())
                                .add(hosts.place(host))));
        return new RulesNode(vms.texts(VmId::value), hosts.texts(HostId::value), must, should, zones);
    }

    private static RuleNode node(Rule rule, Table<VmId> vms, Table<HostId> hosts) {
        var members = vms.places(rule.vms());
        return switch (rule) {
            case Rule.KeepApart apart -> plain("KEEP_APART", apart.name(), members, null);
            case Rule.KeepTogether together -> plain("KEEP_TOGETHER", together.name(), members, null);
            case Rule.OnlyOn only -> plain("ONLY_ON", only.name(), members, List.of(hosts.places(only.hosts())));
            case Rule.NeverOn never -> plain("NEVER_ON", never.name(), members, List.of(hosts.places(never.hosts())));
            case Rule.WithinOneGroup within ->
                plain(
                        "WITHIN_ONE_GROUP",
                        within.name(),
                        members,
                        within.groups().stream().map(hosts::places).toList());
        };
    }

    private static RuleNode node(Preference wish, Table<VmId> vms, Table<HostId> hosts) {
        return switch (wish) {
            case Preference.Should(var rule, var weight) ->
                node(rule, vms, hosts).weighing(weight);
            case Preference.SpreadOverZones(var name, var members, var label, var weight) ->
                new RuleNode("SPREAD_OVER_ZONES", name, vms.places(members), null, label, null, weight);
            case Preference.BlastRadius(var name, var members, var label, var share, var weight) ->
                new RuleNode("BLAST_RADIUS", name, vms.places(members), null, label, share, weight);
        };
    }

    private static RuleNode plain(String kind, String name, List<Integer> vms, @Nullable List<List<Integer>> groups) {
        return new RuleNode(kind, name, vms, groups, null, null, null);
    }

    /** Ids in the order in which they were first named. */
    private static final class Table<T> {
        private final Map<T, Integer> places = new LinkedHashMap<>();

        int place(T id) {
            return places.computeIfAbsent(id, _ -> places.size());
        }

        List<Integer> places(Collection<T> ids) {
            return ids.stream().map(this::place).toList();
        }

        List<String> texts(Function<T, UUID> value) {
            return places.keySet().stream().map(id -> text(value.apply(id))).toList();
        }
    }

    private static String text(UUID id) {
        var bytes = ByteBuffer.allocate(ID_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    // ---- reading

    ClusterRules toRules(String path, ClusterId cluster) {
        try {
            var known = new Known(ids(vms, VmId::new), ids(hosts, HostId::new));
            var rules = new ArrayList<Rule>();
            must.forEach(node -> {
                var rule = known.rule(node);
                if (rule != null) {
                    rules.add(rule);
                }
            });
            var wishes = new ArrayList<Preference>();
            should.forEach(node -> {
                var wish = known.wish(node);
                if (wish != null) {
                    wishes.add(wish);
                }
            });
            return new ClusterRules(cluster, rules, wishes, zones(known));
        } catch (IndexOutOfBoundsException | IllegalArgumentException | NullPointerException e) {
            throw new IllegalStateException(
                    "The ZooKeeper node %s holds rules that make no sense: %s".formatted(path, e.getMessage()), e);
        }
    }

    private SortedMap<HostId, SortedMap<String, String>> zones(Known known) {
        var found = new TreeMap<HostId, SortedMap<String, String>>();
        zones.forEach((label, byZone) -> byZone.forEach((zone, places) ->
                places.forEach(place -> found.computeIfAbsent(known.hosts.get(place), _ -> new TreeMap<>())
                        .put(label, zone))));
        return found;
    }

    private static <T> List<T> ids(List<String> texts, Function<UUID, T> make) {
        return texts.stream().map(text -> make.apply(id(text))).toList();
    }

    private static UUID id(String text) {
        var bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != ID_BYTES) {
            throw new IllegalArgumentException(
                    "an id has %d bytes, %d were expected".formatted(bytes.length, ID_BYTES));
        }
        var buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    /** The ids that rules name by their places. */
    private record Known(List<VmId> vms, List<HostId> hosts) {
        @Nullable
        Rule rule(RuleNode node) {
            var members = members(node);
            return switch (node.kind) {
                case "KEEP_APART" -> new Rule.KeepApart(node.name, members);
                case "KEEP_TOGETHER" -> new Rule.KeepTogether(node.name, members);
                case "ONLY_ON" ->
                    new Rule.OnlyOn(node.name, members, groups(node).getFirst());
                case "NEVER_ON" ->
                    new Rule.NeverOn(node.name, members, groups(node).getFirst());
                case "WITHIN_ONE_GROUP" -> new Rule.WithinOneGroup(node.name, members, groups(node));
                default -> null;
            };
        }

        @Nullable
        Preference wish(RuleNode node) {
            double weight = required(node.weight, "a weight");
            var rule = rule(node);
            if (rule != null) {
                return new Preference.Should(rule, weight);
            }
            return switch (node.kind) {
                case "SPREAD_OVER_ZONES" ->
                    new Preference.SpreadOverZones(
                            node.name, members(node), required(node.label, "a label of hosts"), weight);
                case "BLAST_RADIUS" ->
                    new Preference.BlastRadius(
                            node.name, members(node), node.label, required(node.share, "a share"), weight);
                default -> null;
            };
        }

        private SortedSet<VmId> members(RuleNode node) {
            var members = new TreeSet<VmId>();
            node.vms.forEach(place -> members.add(vms.get(place)));
            return members;
        }

        private List<SortedSet<HostId>> groups(RuleNode node) {
            var groups = new ArrayList<SortedSet<HostId>>();
            for (var places : required(node.groups, "hosts")) {
                var group = new TreeSet<HostId>();
                places.forEach(place -> group.add(hosts.get(place)));
                groups.add(group);
            }
            if (groups.isEmpty()) {
                throw new IllegalArgumentException("a rule about hosts names no group of them");
            }
            return groups;
        }

        private static <T> T required(@Nullable T value, String what) {
            if (value == null) {
                throw new IllegalArgumentException("a rule lacks " + what);
            }
            return value;
        }
    }
}
