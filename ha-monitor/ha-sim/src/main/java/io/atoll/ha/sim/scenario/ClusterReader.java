package io.atoll.ha.sim.scenario;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.sim.cluster.ClusterPlan;
import io.atoll.ha.sim.cluster.ClusterPlan.HostPlan;
import io.atoll.ha.sim.cluster.ClusterPlan.VmPlan;
import io.atoll.ha.sim.cluster.Ids;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The lines of a scenario that say what the cluster consists of. */
final class ClusterReader {
    private static final int MOST_HOSTS = 64;
    private static final int MOST_VMS = 1_000;
    private static final int MOST_POOLS = 8;
    private static final int MOST_RULES = 200;
    private static final long MOST_MEMORY_MIB = 64L * 1024 * 1024;
    private static final long SECOND = 1_000_000_000L;
    private static final long POLL_NS = 250_000_000L;
    private static final long QEMU_START_NS = 300_000_000L;

    final List<String> poolNames = new ArrayList<>();
    final List<String> hostNames = new ArrayList<>();
    final List<String> vmNames = new ArrayList<>();
    private final List<String> ruleNames = new ArrayList<>();
    private final List<HostPlan> hosts = new ArrayList<>();
    private final List<VmPlan> vms = new ArrayList<>();
    private final List<Integer> vmLines = new ArrayList<>();
    private final List<Beginning.Declared> rules = new ArrayList<>();
    private final SettingsReader settings = new SettingsReader();
    private int servers = 3;
    private int serversOnHosts;
    private boolean serversAsked;

    /** zookeeper 3 */
    void zookeeper(Words words) {
        if (serversAsked || !hosts.isEmpty()) {
            throw words.error("The zookeeper line comes once, before the hosts.");
        }
        serversAsked = true;
        servers = Integer.parseInt(words.oneOf("number of ZooKeeper servers", List.of("1", "3", "5")));
    }

    /** pool gold */
    void pool(Words words) {
        poolNames.add(words.newName("pool", poolNames, MOST_POOLS));
    }

    /** host h1 cores 16 memory 32768 pools gold,silver zookeeper off */
    void host(Words words) {
        var name = words.newName("host", hostNames, MOST_HOSTS);
        var cores = 16;
        var memory = 32_768L;
        var pools = new ArrayList<Integer>();
        var server = -1;
        var off = false;
        var rate = 1.0;
        while (words.hasMore()) {
            switch (words.oneOf(
                    "property of a host", List.of("cores", "memory", "pools", "zookeeper", "off", "clock"))) {
                case "cores" -> cores = (int) words.number("number of cores", 1, 1_024);
                case "memory" -> memory = words.number("amount of memory in MiB", 1, MOST_MEMORY_MIB);
                case "pools" -> pools.addAll(names(words, "pool", poolNames));
                case "zookeeper" -> server = nextServer(words);
                case "off" -> off = true;
                default ->
                    rate = 1
                            + (words.number("clock rate in millionths of the true one", 995_000, 1_005_000) - 1_000_000)
                                    / 1e6;
            }
        }
        if (pools.isEmpty()) {
            for (var pool = 0; pool < poolNames.size(); pool++) {
                pools.add(pool);
            }
        }
        if (pools.isEmpty()) {
            throw words.error("Host %s sees no pool, so nothing can run there. Declare a pool first, like: pool gold"
                    .formatted(name));
        }
        hostNames.add(name);
        hosts.add(new HostPlan(name, cores, memory, rate, pools, server, off));
    }

    private int nextServer(Words words) {
        if (serversOnHosts >= servers) {
            throw words.error("There are only %d ZooKeeper servers, and all run on earlier hosts.".formatted(servers));
        }
        return serversOnHosts++;
    }

    /** vm db memory 4096 on h1 pool gold priority 3 after web,mail isolation restart storage-loss restart ready 5s */
    void vm(Words words) {
        var name = words.newName("VM", vmNames, MOST_VMS);
        var draft = new VmDraft();
        while (words.hasMore()) {
            property(words, draft);
        }
        if (poolNames.isEmpty()) {
            throw words.error("There is no pool for VM %s. Declare one first, like: pool gold".formatted(name));
        }
        if (draft.host < 0 && draft.wanted) {
            throw words.error("VM %s is meant to run, and it is not said where. Write \"on HOST\", or \"stopped\"."
                    .formatted(name));
        }
        if (draft.host >= 0 && !hosts.get(draft.host).pools().contains(draft.pool)) {
            throw words.error("VM %s lies on pool %s, which host %s does not see."
                    .formatted(name, poolNames.get(draft.pool), hostNames.get(draft.host)));
        }
        vmNames.add(name);
        vmLines.add(words.line());
        var protection = draft.isProtected
                ? new Protection(draft.priority, draft.after, draft.isolation, draft.storageLoss, draft.restartsOn)
                : null;
        vms.add(new VmPlan(
                name, draft.vcpus, draft.memoryMib, draft.pool, draft.host, draft.wanted, protection, draft.readyNs));
    }

    private static final class VmDraft {
        int vcpus = 1;
        long memoryMib = 1_024;
        int pool;
        int host = -1;
        boolean wanted = true;
        boolean isProtected = true;
        int priority;
        TreeSet<VmId> after = new TreeSet<>();
        Protection.Isolation isolation = Protection.Isolation.KEEP_RUNNING;
        Protection.StorageLoss storageLoss = Protection.StorageLoss.KEEP_PAUSED;
        Set<FailureCause> restartsOn = Protection.USUAL.restartsOn();
        long readyNs = SECOND;
    }

    private void property(Words words, VmDraft draft) {
        var keepOrRestart = List.of("keep", "restart");
        switch (words.oneOf(
                "property of a VM",
                List.of(
                        "memory",
                        "vcpus",
                        "on",
                        "pool",
                        "priority",
                        "after",
                        "isolation",
                        "storage-loss",
                        "health",
                        "ready",
                        "stopped",
                        "unprotected"))) {
            case "memory" -> draft.memoryMib = words.number("amount of memory in MiB", 1, MOST_MEMORY_MIB);
            case "vcpus" -> draft.vcpus = (int) words.number("number of vCPUs", 1, 1_024);
            case "on" -> draft.host = words.known("host", hostNames);
            case "pool" -> draft.pool = words.known("pool", poolNames);
            case "priority" -> draft.priority = (int) words.number("priority", 0, 1_000);
            case "after" -> names(words, "VM", vmNames).forEach(vm -> draft.after.add(Ids.vm(vm)));
            case "isolation" ->
                draft.isolation = words.oneOf("isolation policy", keepOrRestart).equals("keep")
                        ? Protection.Isolation.KEEP_RUNNING
                        : Protection.Isolation.RESTART_ELSEWHERE;
            case "storage-loss" ->
                draft.storageLoss = words.oneOf("policy for a loss of storage", keepOrRestart)
                                .equals("keep")
                        ? Protection.StorageLoss.KEEP_PAUSED
                        : Protection.StorageLoss.RESTART_ELSEWHERE;
            case "health" ->
                draft.restartsOn = restartsOn(words.oneOf("health policy", List.of("process", "crash", "answer")));
            case "ready" ->
                draft.readyNs = words.durationNs("time until the guest is ready", ScenarioReader.LONGEST_NS);
            case "stopped" -> draft.wanted = false;
            default -> draft.isProtected = false;
        }
    }

    private static Set<FailureCause> restartsOn(String health) {
        return switch (health) {
            case "process" -> EnumSet.complementOf(EnumSet.of(FailureCause.GUEST_PANICKED, FailureCause.GUEST_SILENT));
            case "crash" -> Protection.USUAL.restartsOn();
            default -> EnumSet.allOf(FailureCause.class);
        };
    }

    /** rule apart NAME db web | rule only-on NAME db,web h1,h2 */
    void rule(Words words) {
        var kind = words.oneOf("kind of rule", List.of("apart", "together", "only-on", "never-on"));
        var name = words.newName("rule", ruleNames, MOST_RULES);
        ruleNames.add(name);
        var members = new TreeSet<VmId>();
        names(words, "VM", vmNames).forEach(vm -> members.add(Ids.vm(vm)));
        if (members.size() < 2 && (kind.equals("apart") || kind.equals("together"))) {
            throw words.error("Rule %s keeps %d VM %s; that needs at least 2. Name another VM, or take the rule away."
                    .formatted(name, members.size(), kind));
        }
        Rule rule = switch (kind) {
            case "apart" -> new Rule.KeepApart(name, members);
            case "together" -> new Rule.KeepTogether(name, members);
            case "only-on" -> new Rule.OnlyOn(name, members, hostIds(words));
            default -> new Rule.NeverOn(name, members, hostIds(words));
        };
        rules.add(new Beginning.Declared(rule, words.line()));
    }

    private SortedSet<HostId> hostIds(Words words) {
        var ids = new TreeSet<HostId>();
        names(words, "host", hostNames).forEach(host -> ids.add(Ids.host(host)));
        return ids;
    }

    void set(Words words) {
        settings.set(words);
    }

    /** Names with commas between them, all declared before. */
    private static List<Integer> names(Words words, String what, List<String> declared) {
        var numbers = new ArrayList<Integer>();
        for (var name : words.take("a list of " + what + "s").split(",", -1)) {
            var one = new Words(words.line(), name.isEmpty() ? "?" : name);
            numbers.add(one.known(what, declared));
        }
        return numbers;
    }

    @Nullable
    String serverName(int server) {
        return server < servers ? "zk" + (server + 1) : null;
    }

    List<String> serverNames() {
        var names = new ArrayList<String>();
        for (var server = 1; server <= servers; server++) {
            names.add("zk" + server);
        }
        return names;
    }

    /** The host where the VM runs at the beginning; -1: nowhere. */
    int startsOn(int vm) {
        return vms.get(vm).wanted() ? vms.get(vm).host() : -1;
    }

    boolean startsOff(int host) {
        return hosts.get(host).startsOff();
    }

    private void checkSizes() {
        var largest = hosts.stream()
                .max(Comparator.comparingLong(HostPlan::memoryMib))
                .orElseThrow();
        for (var vm = 0; vm < vms.size(); vm++) {
            var plan = vms.get(vm);
            if (plan.memoryMib() > largest.memoryMib()) {
                throw new ScenarioError(
                        vmLines.get(vm),
                        "VM %s has %d MiB of memory; the largest host, %s, has %d MiB. Make the VM smaller, or a host larger."
                                .formatted(plan.name(), plan.memoryMib(), largest.name(), largest.memoryMib()));
            }
        }
    }

    private void checkBeginning() {
        var beginning = new Beginning(hostNames, vmNames);
        var running = new ArrayList<Beginning.Running>();
        for (var vm = 0; vm < vms.size(); vm++) {
            var plan = vms.get(vm);
            running.add(new Beginning.Running(plan.name(), startsOn(vm), plan.memoryMib(), vmLines.get(vm)));
        }
        for (var host = 0; host < hosts.size(); host++) {
            beginning.requireRoom(host, hosts.get(host).memoryMib(), running);
        }
        beginning.requirePossible(rules);
    }

    ClusterPlan plan() {
        if (hosts.isEmpty()) {
            throw new ScenarioError(0, "There is no host. Declare at least one, like: host h1");
        }
        checkSizes();
        checkBeginning();
        settings.checkFor(hosts.size());
        return new ClusterPlan(
                hosts,
                vms,
                poolNames,
                rules.stream().map(Beginning.Declared::rule).toList(),
                servers,
                settings.imageLocks(),
                settings.stuckWrites(),
                settings.settings(),
                settings.guestSilence(),
                POLL_NS,
                QEMU_START_NS);
    }
}
