package io.atoll.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.identity.AgentSettings.NetworkSettings;
import io.atoll.agent.identity.NetworkMode;
import io.atoll.agent.network.TestNamespaces;
import io.atoll.agent.process.CommandFailedException;
import io.atoll.agent.v1.ApplyNetworks;
import io.atoll.agent.v1.ConsoleFrame;
import io.atoll.agent.v1.ConsoleOpen;
import io.atoll.agent.v1.NetworkSpec;
import io.atoll.agent.v1.StopVm;
import io.atoll.agent.v1.VmReport;
import io.atoll.agent.v1.VmSpec;
import io.atoll.agent.v1.WatchRequest;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent is killed while VMs run, and a new one takes them over without touching them. */
class AgentKilledTest {
    private static final String NETWORK = UUID.randomUUID().toString();

    @TempDir
    Path folder;

    @Test
    void itsVirtualMachinesRunOnAndAreTakenOver() throws Exception {
        var authority = new TestAuthority();
        try (var zookeeper = new TestZookeeper(folder, authority);
                var host = new TestHost(folder, authority, zookeeper.connect())) {
            new Story(zookeeper, host, List.of()).play(spec -> spec);
        }
    }

    @Test
    void theirNetworkStaysGuardedWhenTheHostHasBridges() throws Exception {
        var authority = new TestAuthority();
        try (var namespaces = new TestNamespaces()) {
            var addresses = namespaces.connect();
            var bridge = new NetworkSettings(NetworkMode.BRIDGE, "atbr0", "up0");
            try (var zookeeper = new TestZookeeper(folder, authority, addresses.getFirst());
                    var host = new TestHost(folder, authority, zookeeper.connect(), addresses.getLast(), bridge)) {
                var launcher = List.of("ip", "netns", "exec", namespaces.hostNamespace());
                var story = new Story(zookeeper, host, launcher);
                var taps = namespaces.inHost();
                story.whileAway(() -> {
                    assertThat(taps.run(List.of("nft", "list", "ruleset")).output())
                            .contains("52:54:00:00:00:01");
                    taps.runOrFail(List.of("nft", "flush", "ruleset"));
                });
                story.afterwards(() -> {
                    var rules = taps.run(List.of("nft", "list", "ruleset")).output();
                    assertThat(rules).contains("52:54:00:00:00:01").doesNotContain("52:54:00:00:00:02");
                    assertThat(taps(namespaces)).hasSize(1);
                });
                story.play(spec -> spec.addNics(TestVm.nic(NETWORK, "52:54:00:00:00:0" + (story.count() + 1))));
                assertThat(taps.run(List.of("nft", "list", "ruleset")).output()).doesNotContain("52:54:00:00:00");
                assertThat(taps(namespaces)).isEmpty();
            }
        }
    }

    /** The guests' ports of the host. */
    private static List<String> taps(TestNamespaces namespaces) throws CommandFailedException {
        return namespaces
                .inHost()
                .run(List.of("ip", "-o", "link"))
                .output()
                .lines()
                .filter(line -> line.matches("\\d+: at[0-9a-f]{10}-\\d+: .*"))
                .toList();
    }

    /** Something that may fail. */
    private interface Step {
        void run() throws Exception;
    }

    /** Two VMs start; the agent is killed; one VM dies meanwhile; a new agent comes. */
    private final class Story {
        private final TestZookeeper zookeeper;
        private final TestHost host;
        private final List<String> launcher;
        private final TestVm vms;
        private Step away = () -> {};
        private Step after = () -> {};
        private int count;

        Story(TestZookeeper zookeeper, TestHost host, List<String> launcher) throws Exception {
            this.zookeeper = zookeeper;
            this.host = host;
            this.launcher = launcher;
            zookeeper.admit(host.id);
            vms = new TestVm(Files.createDirectory(folder.resolve("pool")));
        }

        void whileAway(Step step) {
            away = step;
        }

        void afterwards(Step step) {
            after = step;
        }

        int count() {
            return count;
        }

        void play(Function<VmSpec.Builder, VmSpec.Builder> change) throws Exception {
            var agent = started();
            vms.provision(host);
            TestVm.succeeded(host.run(request -> request.setApplyNetworks(ApplyNetworks.newBuilder()
                    .addNetworks(NetworkSpec.newBuilder()
                            .setNetworkId(NETWORK)
                            .setName("flat")
                            .setMtuBytes(1500)))));
            var first = startVm(change);
            var second = startVm(change);
            var before = reports();
            Await.until("ticks before", () -> ticks(first) > 3);

            agent.kill();
            var doomed = ProcessHandle.of(of(before, second).getPid()).orElseThrow();
            assertThat(doomed.destroyForcibly()).isTrue();
            doomed.onExit().join();
            away.run();

            var again = started();
            var after = reports();
            var adopted = of(after, first);
            assertThat(adopted.getAdopted()).isTrue();
            assertThat(adopted.getPowerState()).isEqualTo("RUNNING");
            assertThat(adopted.getPid()).isEqualTo(of(before, first).getPid());
            assertThat(adopted.getEpoch()).isEqualTo(1);
            assertThat(of(after, second).getPowerState()).isEqualTo("CRASHED");
            Await.until("ticks afterwards", () -> ticks(first) > 3);
            this.after.run();
            TestVm.succeeded(host.run(request -> request.setStopVm(
                    StopVm.newBuilder().setVmId(first.getVmId()).setEpoch(1))));
            again.end();
            assertThat(again.isAlive()).isFalse();
        }

        private AgentProcess started() throws Exception {
            var log = folder.resolve("agent.log");
            var agent = AgentProcess.start(host, launcher, log);
            Await.until("the agent's answer", () -> {
                assertThat(agent.isAlive()).as(Files.readString(log)).isTrue();
                return answers();
            });
            return agent;
        }

        private boolean answers() {
            try {
                reports();
                return true;
            } catch (StatusRuntimeException e) {
                return false;
            }
        }

        private VmSpec.Builder startVm(Function<VmSpec.Builder, VmSpec.Builder> change) {
            var spec = change.apply(vms.newVm(host));
            count++;
            var epoch = zookeeper.claim(TestVm.id(spec), host.id);
            TestVm.succeeded(host.run(request -> request.setStartVm(TestVm.start(spec, epoch.value()))));
            return spec;
        }

        private static VmReport of(Map<String, VmReport> reports, VmSpec.Builder spec) {
            var report = reports.get(spec.getVmId());
            if (report == null) {
                throw new AssertionError("The host does not know VM " + spec.getVmId());
            }
            return report;
        }

        private Map<String, VmReport> reports() {
            var resync =
                    host.calls().watch(WatchRequest.getDefaultInstance()).next().getResync();
            return resync.getVmsList().stream().collect(Collectors.toMap(VmReport::getVmId, vm -> vm));
        }

        /** How much the guest says on its serial line within a moment. */
        private long ticks(VmSpec.Builder spec) {
            var heard = new AtomicLong();
            var console = host.streams().console(new StreamObserver<>() {
                @Override
                public void onNext(ConsoleFrame frame) {
                    heard.addAndGet(frame.getData().size());
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {}
            });
            console.onNext(ConsoleFrame.newBuilder()
                    .setOpen(ConsoleOpen.newBuilder().setVmId(spec.getVmId()).setKind("serial"))
                    .build());
            Await.until("ticks", () -> heard.get() > 3);
            console.onCompleted();
            return heard.get();
        }
    }
}
