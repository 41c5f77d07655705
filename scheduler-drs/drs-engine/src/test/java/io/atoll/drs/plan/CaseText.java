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
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A cluster and a question in plain words, one a line:
 *
 * <pre>
 * ask evacuate n1                     balance | consolidate | evacuate H… | place | restart H… | repair
 * limits cpu 80 mem 95 vcpus 4 moves 2
 * host n1 [ghz 10] [gib 32] [cores 8] [standby|maintenance|failed] [zone r1] [has FEATURE]
 * vm web [on n1] [ghz 1] [gib 4] [vcpus 1] [priority 3] [pinned] [needs FEATURE] [was GHZ,GHZ,…]
 * apart a b · together a b · only a b on n1 n2 · never a on n3 · within a b of n1 n2 | n3 n4
 * </pre>
 */
final class CaseText {
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, Vm> vms = new LinkedHashMap<>();
    private final List<Rule> rules = new ArrayList<>();
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
        return Cluster.of(hosts.values(), vms.values(), rules, limits);
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
                        (int) number(values, "moves", 4));
            }
            case "host" -> host(words.getFirst(), words.subList(1, words.size()));
            case "vm" -> vm(words.getFirst(), words.subList(1, words.size()));
            default -> rule(kind, words);
        }
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
                        10_000),
                new Host.Reach(new TreeSet<>(), new TreeSet<>(), features),
                values.getOrDefault("zone", ""),
                state,
                PowerModel.ofLine(100, 300));
        hosts.put(name, host);
    }

    private void vm(String name, List<String> words) {
        var values = values(words);
        var needs = values.containsKey("needs")
                ? new Vm.Needs(new TreeSet<>(), new TreeSet<>(), CpuFeatureSet.of(values.get("needs")))
                : Vm.Needs.NOTHING_SPECIAL;
        var on = values.get("on");
        vms.put(
                name,
                new Vm(
                        new VmId(new UUID(2, vms.size())),
                        name,
                        on == null ? null : hostId(on),
                        cpu(values),
                        Vm.Memory.of(new Mebibytes((long) (number(values, "gib", 4) * 1024))),
                        needs,
                        !words.contains("pinned"),
                        (int) number(values, "priority", 0)));
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

    private void rule(String kind, List<String> words) {
        var on = Math.max(words.indexOf("on"), words.indexOf("of"));
        var members = new TreeSet<VmId>();
        words.subList(0, on < 0 ? words.size() : on)
                .forEach(vm -> members.add(Objects.requireNonNull(vms.get(vm)).id()));
        var rest = on < 0 ? List.<String>of() : words.subList(on + 1, words.size());
        var name = kind + "-" + rules.size();
        rules.add(
                switch (kind) {
                    case "apart" -> new Rule.KeepApart(name, members);
                    case "together" -> new Rule.KeepTogether(name, members);
                    case "only" -> new Rule.OnlyOn(name, members, hostIds(rest));
                    case "never" -> new Rule.NeverOn(name, members, hostIds(rest));
                    case "within" -> new Rule.WithinOneGroup(name, members, groups(rest));
                    default -> throw new IllegalArgumentException("There is no line that begins with " + kind);
                });
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
