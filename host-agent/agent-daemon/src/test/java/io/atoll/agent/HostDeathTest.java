package io.atoll.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import io.atoll.agent.v1.MigrateVm;
import io.atoll.agent.v1.PrepareIncoming;
import io.atoll.agent.v1.StoredSpec;
import io.atoll.agent.v1.VmSpec;
import io.atoll.agent.v1.spec.SpecFiles;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.ClusterHaSettings.HostUse;
import io.atoll.ha.zk.facts.HaSettings;
import io.atoll.ha.zk.facts.Incident;
import io.atoll.ha.zk.facts.Incidents;
import io.atoll.ha.zk.facts.Protection;
import io.atoll.ha.zk.facts.Protections;
import io.atoll.ha.zk.facts.VmHaState;
import io.atoll.ha.zk.facts.VmStates;
import io.atoll.ha.zk.lease.Fences;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts die with everything on them, as real processes in cgroups of their own; nobody but the agents of the others is there to
 * restart their VMs. QEMU, enforcers, ZooKeeper and pool are real; no manager and no database run.
 *
 * <p>Not in every build: leases are four seconds of real time, and where other suites keep cores and disk busy for longer they run
 * out, as they must. The build injects the same faults in a lab, {@code deploy/e2e/faults.test.mjs}.
 */
@Tag("schedules")
class HostDeathTest {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup/unified");

    @TempDir
    Path folder;

    private final TestAuthority authority = new TestAuthority();
    private final List<DyingHost> hosts = new ArrayList<>();
    private TestZookeeper zookeeper;
    private Relay wayOfTheFirst;
    private TestVm vms;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isWritable(CGROUPS), "There are no cgroups of the unified hierarchy to be made here.");
        zookeeper = new TestZookeeper(folder, authority);
        wayOfTheFirst = new Relay(zookeeper.connect());
        vms = new TestVm(Files.createDirectory(folder.resolve("pool")));
        var uses = new TreeMap<HostId, HostUse>();
        for (var number = 1; number <= 3; number++) {
            var host = new TestHost(
                    Files.createDirectory(folder.resolve("host" + number)),
                    authority,
                    number == 1 ? wayOfTheFirst.connect() : zookeeper.connect());
            zookeeper.admit(host.id);
            uses.put(host.id, HostUse.ACCEPTS_VMS);
            hosts.add(new DyingHost(host, number));
        }
        new HaSettings(zookeeper.manager()).write(ClusterHaSettings.usual(TestHost.CLUSTER, uses));
        for (var host : hosts) {
            host.powerOn();
        }
        vms.provision(hosts.getFirst().host);
        for (var host : hosts) {
            vms.attach(host.host, false);
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (var host : hosts) {
            host.remove();
        }
        hosts.clear();
        wayOfTheFirst.close();
        zookeeper.close();
    }

    /** A host that can be switched off as a whole. */
    private final class DyingHost {
        private final TestHost host;
        private final Path group;
        private final Path log;
        private @Nullable AgentProcess agent;

        DyingHost(TestHost host, int number) throws IOException {
            this.host = host;
            this.log = folder.resolve("host%d.log".formatted(number));
            this.group = CGROUPS.resolve("atoll-test-%s".formatted(host.id));
            Files.createDirectory(group);
        }

        void powerOn() throws Exception {
            var join = "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"";
            var started = AgentProcess.start(host, List.of("bash", "-c", join, group.toString()), log);
            agent = started;
            Await.until("the agent's answer", () -> {
                assertThat(started.isAlive()).as(Files.readString(log)).isTrue();
                return host.answers();
            });
        }

        void powerOff() throws IOException {
            Files.writeString(group.resolve("cgroup.kill"), "1");
            Await.until(
                    "the host's death",
                    () -> Files.readString(group.resolve("cgroup.events")).contains("populated 0"));
        }

        void remove() throws IOException {
            powerOff();
            try (var below = Files.walk(group)) {
                below.filter(Files::isDirectory)
                        .sorted((one, other) -> other.compareTo(one))
                        .forEach(path -> path.toFile().delete());
            }
            host.close();
        }

        /** Every process of this host whose command line names the VM. */
        List<Long> processesOf(VmId vm) throws IOException {
            var found = new ArrayList<Long>();
            try (var below = Files.walk(group)) {
                for (var procs :
                        below.filter(path -> path.endsWith("cgroup.procs")).toList()) {
                    for (var pid : Files.readAllLines(procs)) {
                        var command = Path.of("/proc", pid, "cmdline");
                        if (Files.exists(command)
                                && Files.readString(command, StandardCharsets.ISO_8859_1)
                                        .contains("qemu-system")
                                && Files.readString(command, StandardCharsets.ISO_8859_1)
                                        .contains(vm.toString())) {
                            found.add(Long.parseLong(pid));
                        }
                    }
                }
            }
            return found;
        }
    }

    /** A protected VM, started on this host as a manager would. */
    private VmId startProtected(DyingHost on) throws Exception {
        return startProtected(on, Protection.IsolationPolicy.KEEP_RUNNING);
    }

    private VmId startProtected(DyingHost on, Protection.IsolationPolicy isolation) throws Exception {
        var spec = vms.newVm(on.host).setHaProtected(true);
        var vm = TestVm.id(spec);
        var epoch = zookeeper.claim(vm, on.host.id);
        var file = signed(spec, epoch.value());
        new Protections(zookeeper.manager()).protect(protection(vm, file, isolation));
        TestVm.succeeded(on.host.run(request -> request.setStartVm(
                TestVm.start(spec, epoch.value()).toBuilder().setSpecFile(ByteString.copyFrom(file)))));
        return vm;
    }

    private byte[] signed(VmSpec.Builder spec, long epoch) {
        var stored = StoredSpec.newBuilder()
                .setFormat(SpecFiles.FORMAT)
                .setInstallationId(authority.installation())
                .setEpoch(epoch)
                .setRevision(1)
                .setSpec(spec)
                .build();
        return SpecFiles.write(stored, content -> authority.seal(SpecFiles.PURPOSE, content));
    }

    private Protection protection(VmId vm, byte[] file, Protection.IsolationPolicy isolation) throws Exception {
        return new Protection(
                vm,
                "vm-under-test",
                TestHost.CLUSTER,
                Protection.Priority.MEDIUM,
                new TreeSet<>(),
                new Protection.Policies(
                        isolation, Protection.StorageLossPolicy.KEEP_PAUSED, Protection.HealthPolicy.PROCESS_ENDS),
                PoolId.parse(vms.pool),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)),
                new Mebibytes(32),
                1,
                new TreeSet<>());
    }

    private Owner owner(VmId vm) {
        return new OwnerRegistry(zookeeper.manager()).read(vm).orElseThrow();
    }

    private boolean runsByItsOwnersWord(VmId vm) {
        return new VmStates(zookeeper.manager())
                .read(vm)
                .filter(state -> state.host().equals(owner(vm).host())
                        && state.epoch().equals(owner(vm).epoch())
                        && (state.phase() == VmHaState.Phase.RUNNING || state.phase() == VmHaState.Phase.READY))
                .isPresent();
    }

    private List<DyingHost> hostsWith(VmId vm) throws IOException {
        var found = new ArrayList<DyingHost>();
        for (var host : hosts) {
            if (!host.processesOf(vm).isEmpty()) {
                found.add(host);
            }
        }
        return found;
    }

    private List<String> timeline() {
        var incidents = new Incidents(zookeeper.manager());
        return incidents.list().stream()
                .flatMap(id -> incidents.read(id).stream())
                .flatMap(incident -> incident.timeline().stream())
                .map(Incident.Moment::what)
                .toList();
    }

    @Test
    void theVmsOfADeadHostRunElsewhereOnceAndTheHostComesBackEmpty() throws Exception {
        var first = hosts.getFirst();
        var vm = startProtected(first);
        Await.until("the VM under its host's lease", () -> runsByItsOwnersWord(vm));
        assertThat(hostsWith(vm)).containsExactly(first);

        first.powerOff();
        Await.until("the VM elsewhere", () -> !owner(vm).isOwnedBy(first.host.id) && runsByItsOwnersWord(vm));
        assertThat(owner(vm).epoch().value()).isEqualTo(2);
        assertThat(hostsWith(vm)).hasSize(1).doesNotContain(first);
        Await.until("the story", () -> timeline().containsAll(List.of("PROVED", "TAKEN_OVER", "ASSIGNED", "UP")));
        assertThat(fenceIsOpen(first)).isFalse();

        first.powerOn();
        Await.until("the host's new lease", () -> fenceIsOpen(first));
        assertThat(hostsWith(vm)).hasSize(1).doesNotContain(first);
        assertThat(owner(vm).epoch().value()).isEqualTo(2);
    }

    @Test
    void anIsolatedHostEndsWhatItIsOrderedToOnThePoolAndKeepsTheRest() throws Exception {
        var first = hosts.getFirst();
        var leaves = startProtected(first, Protection.IsolationPolicy.STOP_AND_RESTART_ELSEWHERE);
        var stays = startProtected(first);
        Await.until(
                "both VMs under their host's lease", () -> runsByItsOwnersWord(leaves) && runsByItsOwnersWord(stays));
        var before = first.processesOf(stays);

        wayOfTheFirst.cut(true);
        Await.until("the VM elsewhere", () -> {
            assertThat(hostsWith(leaves).size()).isLessThanOrEqualTo(1);
            return !owner(leaves).isOwnedBy(first.host.id) && runsByItsOwnersWord(leaves);
        });
        assertThat(owner(leaves).epoch().value()).isEqualTo(2);
        assertThat(hostsWith(leaves)).hasSize(1).doesNotContain(first);
        Await.until(
                "the story", () -> timeline().containsAll(List.of("RELEASE_ORDERED", "RELEASED", "KEPT_BY_POLICY")));
        assertThat(fenceIsOpen(first)).as("nobody had to prove its death").isTrue();
        assertThat(first.processesOf(stays)).isEqualTo(before);

        Objects.requireNonNull(first.agent).kill();
        first.powerOn();
        wayOfTheFirst.cut(false);
        Await.until("the host's word again", () -> timeline().contains("HOST_BACK"));
        assertThat(hostsWith(leaves)).hasSize(1).doesNotContain(first);
        assertThat(owner(leaves).epoch().value()).isEqualTo(2);
        assertThat(owner(stays).epoch().value()).isEqualTo(1);
        assertThat(first.processesOf(stays)).isEqualTo(before);
    }

    private boolean fenceIsOpen(DyingHost host) {
        return new Fences(zookeeper.manager()).read(host.host.id).orElseThrow().isOpen();
    }

    @Test
    void aVmWhoseSourceDiesRightAfterItsMoveRunsOnceAtItsTarget() throws Exception {
        var source = hosts.getFirst();
        var target = hosts.get(1);
        var vm = startProtected(source);
        Await.until("the VM under its host's lease", () -> runsByItsOwnersWord(vm));
        Await.until("the target's lease", () -> fenceIsOpen(target));
        move(vm, source, target);
        source.powerOff();

        Await.until("the VM at its target", () -> owner(vm).isOwnedBy(target.host.id) && runsByItsOwnersWord(vm));
        assertThat(owner(vm).epoch().value()).isEqualTo(2);
        Thread.sleep(8_000); // longer than lease and window together
        assertThat(hostsWith(vm)).containsExactly(target);
        assertThat(owner(vm).epoch().value()).isEqualTo(2);
    }

    private void move(VmId vm, DyingHost source, DyingHost target) {
        var spec = vms.spec(vm.toString()).setHaProtected(true);
        var ready = TestVm.succeeded(target.host.run(request -> request.setPrepareIncoming(PrepareIncoming.newBuilder()
                        .setSpec(spec)
                        .setEpoch(2)
                        .setSourceHostId(source.host.id.toString()))))
                .getDone()
                .getIncoming();
        TestVm.succeeded(source.host.run(request -> request.setMigrateVm(MigrateVm.newBuilder()
                .setVmId(vm.toString())
                .setEpoch(1)
                .setTargetHostId(target.host.id.toString())
                .setTargetAddress(ready.getAddress())
                .setTargetPort(ready.getPort()))));
    }

    @Test
    void anAgentThatDiesAloneLosesNothing() throws Exception {
        var first = hosts.getFirst();
        var vm = startProtected(first);
        Await.until("the VM under its host's lease", () -> runsByItsOwnersWord(vm));
        var before = first.processesOf(vm);

        Objects.requireNonNull(first.agent).kill();
        var beganNanos = System.nanoTime();
        while (System.nanoTime() - beganNanos < 8_000_000_000L) { // longer than lease and window together
            assertThat(hostsWith(vm)).containsExactly(first);
            Thread.sleep(200);
        }
        assertThat(owner(vm).isOwnedBy(first.host.id)).isTrue();

        first.powerOn();
        Await.until("the agent's word", () -> runsByItsOwnersWord(vm));
        assertThat(first.processesOf(vm)).isEqualTo(before);
        assertThat(owner(vm).epoch().value()).isEqualTo(1);
    }

    @Test
    void aVmWhoseProcessDiesIsStartedAgain() throws Exception {
        var first = hosts.getFirst();
        var vm = startProtected(first);
        Await.until("the VM under its host's lease", () -> runsByItsOwnersWord(vm));
        for (var pid : first.processesOf(vm)) {
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        }
        Await.until("the next epoch", () -> owner(vm).epoch().value() == 2 && runsByItsOwnersWord(vm));
        assertThat(hostsWith(vm)).hasSize(1);
    }
}
