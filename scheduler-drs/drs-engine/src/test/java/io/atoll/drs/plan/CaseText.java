package io.atoll.drs.plan;

import io.atoll.drs.core.BalancePolicy;
import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.ResourcePool;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A cluster and a question in plain words, one a line:
 *
 * <pre>
 * ask evacuate n1                     balance | consolidate | evacuate H… | place | restart H… | repair
 * limits cpu 80 mem 95 vcpus 4 moves 2 [spare 1] [at-once 8] [net-mbps 10000]
 * pool p [of parent] [ghz-limit 10] [ghz-reserved 2] [shares 4000] [gib-limit 8]
 * host n1 [ghz 10] [gib 32] [cores 8] [net 10000] [standby|maintenance|failed] [zone r1] [rack r1] [room a] [has FEATURE]
 * vm web [on n1] [ghz 1] [gib 4] [vcpus 1] [net 0] [priority 3] [pinned] [needs FEATURE] [pool p] [dirty MIB/S] [was GHZ,GHZ,…]
 * apart a b · together a b · only a b on n1 n2 · never a on n3 · within a b of n1 n2 | n3 n4
 * should [3] apart a b …              any rule, with what one misplaced VM costs
 * spread a b c by rack · radius 50 a b c [by rack]
 * </pre>
 */
final class CaseText {
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, Vm> vms = new LinkedHashMap<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Preference> preferences = new ArrayList<>();
    private final List<ResourcePool> pools = new ArrayList<>();
    private Limits limits = new Limits(1, 1, 16, 4);
    private String question = "balance";
    private List<String> asked = List.of();

    static CaseText parse(List<String> lines) {
        var text = new CaseText();
        for (var line : lines) {
            var words = List.of(line.replaceFirst("#.*", "").strip().split("\\s+"));
            if (!words.getFirst().isEmpty()) {
                text.line(words.getFirst(), words.subList(1, words.size()));
            }
        }
        return text;
    }

    Cluster cluster() {
        return Cluster.of(hosts.values(), List.of(), rules, limits)
                .with(preferences)
                .withResourcePools(pools)
                .withVms(vms.values());
    }

    Question question() {
        return switch (question) {
            case "balance" -> new Question.Balance(BalancePolicy.DEFAULT);
            case "consolidate" -> new Question.Consolidate();
            case "evacuate" -> new Question.Evacuate(hostIds(asked));
            case "place" -> new Question.Place();
            case "restart" -> new Question.Restart(hostIds(asked));
            case "repair" -> new Question.Repair();
            default -> throw new IllegalArgumentException("There is no question " + question);
        };
    }

    /** The cluster as the plan starts from it: a restart begins after the hosts have died. */
    Cluster startOfPlan() {
        return question() instanceof Question.Restart(var dead) ? Scheduler.withoutDead(cluster(), dead) : cluster();
    }

    private void line(String kind, List<String> words) {
        switch (kind) {
            case "ask" -> {
                question = words.getFirst();
                asked = words.subList(1, words.size());
            }
            case "limits" -> {
                var values = values(words);
                limits = new Limits(
                        number(values, "cpu", 100) / 100,
                        number(values, "mem", 100) / 100,
                        number(values, "vcpus", 16),
                        (int) number(values, "moves", 4),
                        new Limits.MigrationNetwork((int) number(values, "at-once", Integer.MAX_VALUE), (long)
                                number(values, "net-mbps", 1e18)),
                        (int) number(values, "spare", 0));
            }
            case "pool" -> pool(words.getFirst(), values(words));
            case "should" -> should(words);
            case "spread" -> {
                var by = words.indexOf("by");
                preferences.add(new Preference.SpreadOverZones(
                        "spread-" + preferences.size(),
                        vmIds(words.subList(0, by)),
                        words.get(by + 1),
                        Preference.USUAL_WEIGHT));
            }
            case "radius" -> {
                var by = words.indexOf("by");
                preferences.add(new Preference.BlastRadius(
                        "radius-" + preferences.size(),
                        vmIds(words.subList(1, by < 0 ? words.size() : by)),
                        by < 0 ? null : words.get(by + 1),
                        Double.parseDouble(words.getFirst()) / 100,
                        Preference.USUAL_WEIGHT));
            }
            case "host" -> host(words.getFirst(), words.subList(1, words.size()));
            case "vm" -> vm(words.getFirst(), words.subList(1, words.size()));
            default -> rules.add(rule(kind, words));
        }
    }

    private void should(List<String> words) {
        var weighted = words.getFirst().matches("[0-9.]+");
        var rest = words.subList(weighted ? 1 : 0, words.size());
        preferences.add(new Preference.Should(
                rule(rest.getFirst(), rest.subList(1, rest.size())),
                weighted ? Double.parseDouble(words.getFirst()) : Preference.USUAL_WEIGHT));
    }

    private void pool(String name, Map<String, String> values) {
        var limit = values.get("ghz-limit");
        pools.add(new ResourcePool(
                name,
                values.get("of"),
                new ResourcePool.Allocation(
                        new Megahertz(number(values, "ghz-reserved", 0) * 1000),
                        limit == null ? null : new Megahertz(Double.parseDouble(limit) * 1000),
                        (int) number(values, "shares", 4000)),
                new ResourcePool.MemoryAllocation(
                        values.containsKey("gib-limit")
                                ? (Long) (long) (number(values, "gib-limit", 0) * 1024)
                                : null)));
    }

    private SortedSet<VmId> vmIds(List<String> names) {
        var ids = new TreeSet<VmId>();
        names.forEach(vm -> ids.add(Objects.requireNonNull(vms.get(vm)).id()));
        return ids;
    }

    private static SortedMap<String, String> zones(Map<String, String> values) {
        var zones = new TreeMap<String, String>();
        for (var label : List.of("zone", "rack", "room")) {
            var value = values.get(label);
            if (value != null) {
                zones.put(label, value);
            }
        }
        return zones;
    }

    private void host(String name, List<String> words) {
        var values = values(words);
        var state = PowerState.ON;
        for (var candidate : PowerState.values()) {
            state = words.contains(candidate.name().toLowerCase(Locale.ROOT)) ? candidate : state;
        }
        var features = values.containsKey("has") ? CpuFeatureSet.of(values.get("has")) : CpuFeatureSet.NONE;
        var host = new Host(
                new HostId(new UUID(1, hosts.size())),
                name,
                new Host.Capacity(
                        (long) number(values, "cores", 8),
                        new Megahertz(number(values, "ghz", 10) * 1000),
                        new Mebibytes((long) (number(values, "gib", 32) * 1024)),
                        (long) number(values, "net", 10_000)),
                new Host.Reach(new TreeSet<>(), new TreeSet<>(), features),
                zones(values),
                state,
                PowerModel.ofLine(100, 300));
        hosts.put(name, host);
    }

    private void vm(String name, List<String> words) {
        var values = values(words);
        var features = values.containsKey("needs") ? CpuFeatureSet.of(values.get("needs")) : CpuFeatureSet.NONE;
        var needs = new Vm.Needs(new TreeSet<>(), new TreeSet<>(), features, number(values, "net", 0));
        var memory = new Mebibytes((long) (number(values, "gib", 4) * 1024));
        var on = values.get("on");
        vms.put(
                name,
                new Vm(
                        new VmId(new UUID(2, vms.size())),
                        name,
                        on == null ? null : hostId(on),
                        cpu(values),
                        new Vm.Memory(memory, memory, number(values, "dirty", 0)),
                        needs,
                        new Vm.Standing(
                                !words.contains("pinned"), (int) number(values, "priority", 0), values.get("pool"))));
    }

    private static Vm.Cpu cpu(Map<String, String> values) {
        var cpu = Vm.Cpu.of((int) number(values, "vcpus", 1), new Megahertz(number(values, "ghz", 1) * 1000));
        var was = values.get("was");
        return was == null
                ? cpu
                : new Vm.Cpu(
                        cpu.vcpuCount(),
                        cpu.demand(),
                        cpu.reservation(),
                        cpu.limit(),
                        cpu.shares(),
                        DemandHistory.of(Pattern.compile(",")
                                .splitAsStream(was)
                                .mapToDouble(ghz -> Double.parseDouble(ghz) * 1000)
                                .toArray()));
    }

    private Rule rule(String kind, List<String> words) {
        var on = Math.max(words.indexOf("on"), words.indexOf("of"));
        var members = vmIds(words.subList(0, on < 0 ? words.size() : on));
        var rest = on < 0 ? List.<String>of() : words.subList(on + 1, words.size());
        var name = kind + "-" + rules.size();
        return switch (kind) {
            case "apart" -> new Rule.KeepApart(name, members);
            case "together" -> new Rule.KeepTogether(name, members);
            case "only" -> new Rule.OnlyOn(name, members, hostIds(rest));
            case "never" -> new Rule.NeverOn(name, members, hostIds(rest));
            case "within" -> new Rule.WithinOneGroup(name, members, groups(rest));
            default -> throw new IllegalArgumentException("There is no line that begins with " + kind);
        };
    }

    private List<SortedSet<HostId>> groups(List<String> words) {
        var groups = new ArrayList<SortedSet<HostId>>();
        for (var group :
                Pattern.compile("\\|").splitAsStream(String.join(" ", words)).toList()) {
            groups.add(hostIds(List.of(group.strip().split(" "))));
        }
        return groups;
    }

    private SortedSet<HostId> hostIds(List<String> names) {
        var ids = new TreeSet<HostId>();
        names.forEach(name -> ids.add(hostId(name)));
        return ids;
    }

    private HostId hostId(String name) {
        return Objects.requireNonNull(hosts.get(name), name).id();
    }

    private static Map<String, String> values(List<String> words) {
        var values = new HashMap<String, String>();
        for (var i = 0; i + 1 < words.size(); i++) {
            values.put(words.get(i), words.get(i + 1));
        }
        return values;
    }

    private static double number(Map<String, String> values, String name, double otherwise) {
        var value = values.get(name);
        return value == null ? otherwise : Double.parseDouble(value);
    }
}
