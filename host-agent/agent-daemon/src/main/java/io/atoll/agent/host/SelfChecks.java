package io.atoll.agent.host;

import io.atoll.agent.identity.NetworkMode;
import io.atoll.hypervisor.api.HypervisorFacts;
import io.atoll.hypervisor.api.ResourceControl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at what VMs need of this host and says of each thing that is missing how to get it. */
public final class SelfChecks {
    /** The kernel's limit for the path of a Unix socket, one byte off for the end. */
    private static final int SOCKET_PATH_BYTES = 107;

    /** Room a VM's folder and its longest socket name take below the run directory. */
    private static final int SOCKET_SUFFIX_BYTES = "/vms/00000000-0000-0000-0000-000000000000/serial.sock".length();

    private static final List<Path> PROGRAM_FOLDERS =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin"));

    private final KernelFiles kernel;
    private final Path runDirectory;
    private final NetworkMode networkMode;
    private final HostLimits limits;

    public SelfChecks(KernelFiles kernel, Path runDirectory, NetworkMode networkMode, HostLimits limits) {
        this.kernel = kernel;
        this.runDirectory = runDirectory;
        this.networkMode = networkMode;
        this.limits = limits;
    }

    /** All checks, in the order in which they are best fixed. {@code hypervisor} is null when there is none. */
    public List<SelfCheck> run(@Nullable HypervisorFacts hypervisor, List<PoolState> pools) {
        var checks = new ArrayList<SelfCheck>();
        checks.addAll(hypervisor(hypervisor));
        checks.add(tools());
        checks.add(network());
        checks.add(clock());
        checks.add(memory());
        checks.add(cgroup());
        if (hypervisor != null) {
            checks.add(resourceControl(hypervisor.controlGroups().control()));
        }
        checks.add(runDirectory());
        checks.add(storage(pools));
        return checks;
    }

    private static List<SelfCheck> hypervisor(@Nullable HypervisorFacts facts) {
        if (facts == null) {
            return List.of(SelfCheck.failed(
                    "qemu-version", "QEMU was not found.", "Install qemu-system-x86 (QEMU 7.2 or newer)."));
        }
        var checks = new ArrayList<SelfCheck>();
        checks.add(SelfCheck.ok("qemu-version", "%s %s".formatted(facts.driver(), facts.version())));
        checks.add(
                switch (facts.accelerator()) {
                    case KVM -> SelfCheck.ok("accelerator", "kvm: " + facts.acceleratorReason());
                    case TCG ->
                        SelfCheck.warning(
                                "accelerator",
                                "tcg, software emulation: " + facts.acceleratorReason(),
                                "Use a host whose processor offers VT-x or AMD-V to Linux; switch it on in the firmware, or in the"
                                        + " outer hypervisor (nested virtualization).");
                });
        facts.warnings().stream()
                .filter(warning -> !warning.code().equals("EMULATION_IS_SLOW")) // said above
                .forEach(warning -> checks.add(SelfCheck.warning(
                        warning.code().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                        warning.detail(),
                        warning.fix())));
        return checks;
    }

    private SelfCheck tools() {
        var needed = networkMode == NetworkMode.BRIDGE
                ? List.of("qemu-img", "prlimit", "ip", "bridge", "nft")
                : List.of("qemu-img", "prlimit");
        var missing = needed.stream().filter(tool -> find(tool).isEmpty()).toList();
        return missing.isEmpty()
                ? SelfCheck.ok("tools", "All there: " + String.join(", ", needed))
                : SelfCheck.failed(
                        "tools",
                        "Missing: " + String.join(", ", missing),
                        "Install the packages qemu-utils, util-linux, iproute2 and nftables.");
    }

    private SelfCheck network() {
        return switch (networkMode) {
            case USER ->
                SelfCheck.warning(
                        "network",
                        "User-mode networking: guests reach out, nobody reaches them, and no VLANs.",
                        "Run the agent as root with ip, bridge and nft installed, and enrol with --network-mode bridge.");
            case BRIDGE ->
                Files.isWritable(Path.of("/dev/net/tun"))
                        ? SelfCheck.ok("network", "Bridge networking; /dev/net/tun is usable.")
                        : SelfCheck.failed(
                                "network",
                                "/dev/net/tun cannot be opened, so guests get no taps.",
                                "Load the module with modprobe tun, or give the agent's container that device.");
        };
    }

    private static SelfCheck clock() {
        var fix = "Install chrony (or switch on systemd-timesyncd) and wait until it has synchronised.";
        return KernelClock.synchronised()
                .map(synchronised -> synchronised
                        ? SelfCheck.ok("clock", "The kernel's clock is kept right.")
                        : SelfCheck.warning("clock", "Nothing keeps this host's clock right.", fix))
                .orElseGet(
                        () -> SelfCheck.warning("clock", "The kernel does not say whether its clock is right.", fix));
    }

    private SelfCheck memory() {
        var free = kernel.memoryMib().getOrDefault("MemAvailable", 0L);
        var wanted = limits.memory().value();
        return free >= 256
                ? SelfCheck.ok("memory", "%d MiB for VMs, %d MiB free now.".formatted(wanted, free))
                : SelfCheck.warning(
                        "memory",
                        "Only %d MiB are free now.".formatted(free),
                        "Stop what else uses memory, or lower --memory-mib so that fewer VMs are placed here.");
    }

    /** Version 2 may be mounted alone or beside version 1. */
    private SelfCheck cgroup() {
        var mounted = kernel.lines("self/mounts").stream().anyMatch(line -> line.contains(" cgroup2 "));
        return mounted
                ? SelfCheck.ok("cgroup", "cgroup version 2 is mounted.")
                : SelfCheck.warning(
                        "cgroup",
                        "cgroup version 2 is not mounted; high availability will need it.",
                        "Boot with systemd.unified_cgroup_hierarchy=1, or mount -t cgroup2 none /sys/fs/cgroup/unified.");
    }

    private static SelfCheck resourceControl(ResourceControl control) {
        return control.cpu()
                ? SelfCheck.ok("resource-control", control.reason())
                : SelfCheck.warning(
                        "resource-control",
                        "Shares and limits of virtual machines have no effect here. " + control.reason(),
                        "Use the unified cgroup hierarchy alone and systemd 254 or newer with the agent's unit, or leave it so.");
    }

    private SelfCheck runDirectory() {
        var length = runDirectory.toString().getBytes(StandardCharsets.UTF_8).length + SOCKET_SUFFIX_BYTES;
        return length <= SOCKET_PATH_BYTES
                ? SelfCheck.ok("run-dir", "%s is short enough for sockets.".formatted(runDirectory))
                : SelfCheck.failed(
                        "run-dir",
                        "Sockets below %s would have paths of %d bytes, the limit is %d."
                                .formatted(runDirectory, length, SOCKET_PATH_BYTES),
                        "Use a shorter --run-dir, for example /run/atoll-agent.");
    }

    private static SelfCheck storage(List<PoolState> pools) {
        var broken = pools.stream().filter(pool -> !pool.reachable()).toList();
        if (!broken.isEmpty()) {
            var first = broken.getFirst();
            return SelfCheck.failed(
                    "storage",
                    "%d of %d pools cannot be used, %s among them: %s"
                            .formatted(broken.size(), pools.size(), first.path(), first.detail()),
                    "Mount the shared storage at that path and check that root may write there.");
        }
        var buffered = pools.stream().filter(pool -> !pool.directIo()).toList();
        if (!buffered.isEmpty()) {
            return SelfCheck.warning(
                    "storage",
                    "%s does not take O_DIRECT, which live migration and high availability need."
                            .formatted(buffered.getFirst().path()),
                    "Use a file system with O_DIRECT (not tmpfs), for example NFS, ext4 or XFS.");
        }
        return SelfCheck.ok("storage", "Pools attached: %d, all usable.".formatted(pools.size()));
    }

    private static Optional<Path> find(String tool) {
        return PROGRAM_FOLDERS.stream()
                .map(folder -> folder.resolve(tool))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
