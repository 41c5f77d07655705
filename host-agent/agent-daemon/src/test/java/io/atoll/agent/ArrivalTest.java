package io.atoll.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.AbortIncoming;
import io.atoll.agent.v1.MigrateVm;
import io.atoll.agent.v1.PauseVm;
import io.atoll.agent.v1.PrepareIncoming;
import io.atoll.agent.v1.ResumeVm;
import io.atoll.agent.v1.StopVm;
import io.atoll.agent.v1.VmReport;
import io.atoll.agent.v1.VmSpec;
import io.atoll.agent.v1.WatchRequest;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.grpc.Context;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Highly available VMs move between two hosts, and nobody but the target's agent makes it their owner. The target reaches
 * ZooKeeper through a cable of its own. No leases are held here: these hosts have no control group.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArrivalTest {
    private final TestAuthority authority = new TestAuthority();

    @TempDir
    static Path folder;

    private TestZookeeper zookeeper;
    private Wire wire;
    private TestHost source;
    private TestHost target;
    private TestVm vms;

    @BeforeAll
    void start() throws Exception {
        zookeeper = new TestZookeeper(folder, authority);
        wire = new Wire(URI.create("tcp://" + zookeeper.connect()).getPort());
        source = new TestHost(Files.createDirectory(folder.resolve("h1")), authority, zookeeper.connect()).start();
        target = new TestHost(Files.createDirectory(folder.resolve("h2")), authority, "127.0.0.1:" + wire.port())
                .start();
        zookeeper.admit(source.id);
        zookeeper.admit(target.id);
        vms = new TestVm(Files.createDirectory(folder.resolve("pool")));
        vms.provision(source);
        vms.attach(target, false);
    }

    @AfterAll
    void stop() throws Exception {
        for (var host : new TestHost[] {source, target}) {
            host.calls()
                    .watch(WatchRequest.getDefaultInstance())
                    .next()
                    .getResync()
                    .getVmsList()
                    .forEach(vm -> end(host, vm));
            host.close();
        }
        wire.close();
        zookeeper.close();
    }

    private static void end(TestHost host, VmReport vm) {
        host.run(request -> {
            if (vm.getPowerState().equals("INCOMING")) {
                request.setAbortIncoming(
                        AbortIncoming.newBuilder().setVmId(vm.getVmId()).setEpoch(vm.getEpoch()));
            } else {
                request.setStopVm(StopVm.newBuilder().setVmId(vm.getVmId()).setEpoch(vm.getEpoch()));
            }
        });
    }

    private VmSpec.Builder runningAtTheSource() {
        var spec = vms.newVm(source).setHaProtected(true);
        var epoch = zookeeper.claim(TestVm.id(spec), source.id);
        TestVm.succeeded(source.run(request -> request.setStartVm(TestVm.start(spec, epoch.value()))));
        return spec;
    }

    /** Until the source has sent the guest and the target has all of it. */
    private void move(VmSpec.Builder spec, boolean paused) {
        var ready = TestVm.succeeded(target.run(request -> request.setPrepareIncoming(PrepareIncoming.newBuilder()
                        .setSpec(spec)
                        .setEpoch(2)
                        .setSourceHostId(source.id.toString())
                        .setPaused(paused))))
                .getDone()
                .getIncoming();
        TestVm.succeeded(source.run(request -> request.setMigrateVm(MigrateVm.newBuilder()
                .setVmId(spec.getVmId())
                .setEpoch(1)
                .setTargetHostId(target.id.toString())
                .setTargetAddress(ready.getAddress())
                .setTargetPort(ready.getPort())
                .setMemoryChannels(ready.getMemoryChannels()))));
    }

    private Optional<VmReport> atTheTarget(VmSpec.Builder spec) {
        try (var look = Context.current().withCancellation()) {
            var before = look.attach();
            try {
                return target.calls().watch(WatchRequest.getDefaultInstance()).next().getResync().getVmsList().stream()
                        .filter(vm -> vm.getVmId().equals(spec.getVmId()))
                        .findFirst();
            } finally {
                look.detach(before);
            }
        }
    }

    private boolean is(VmSpec.Builder spec, String state, String detail) {
        return atTheTarget(spec)
                .filter(vm -> vm.getPowerState().equals(state) && vm.getDetail().equals(detail))
                .isPresent();
    }

    private Owner owner(VmSpec.Builder spec) {
        return new OwnerRegistry(zookeeper.manager()).read(TestVm.id(spec)).orElseThrow();
    }

    private void assertOwnedByTheTarget(VmSpec.Builder spec) {
        assertThat(owner(spec).isOwnedBy(target.id)).isTrue();
        assertThat(owner(spec).epoch()).isEqualTo(new VmEpoch(2));
    }

    @Test
    void theTargetOwnsTheGuestWhenItRuns() throws Exception {
        var spec = runningAtTheSource();
        move(spec, false);
        Await.until("the guest to go on", () -> is(spec, "RUNNING", ""));
        assertOwnedByTheTarget(spec);
        zookeeper.transfer(TestVm.id(spec), source.id, target.id, new VmEpoch(1)); // what the manager does then
        assertOwnedByTheTarget(spec);
    }

    @Test
    void aGuestThatPeoplePausedStaysPaused() throws Exception {
        var spec = runningAtTheSource();
        TestVm.succeeded(source.run(request ->
                request.setPauseVm(PauseVm.newBuilder().setVmId(spec.getVmId()).setEpoch(1))));
        move(spec, true);
        Await.until("the guest to stand as the target's own", () -> is(spec, "PAUSED", "REQUESTED"));
        assertOwnedByTheTarget(spec);
        TestVm.succeeded(target.run(request -> request.setResumeVm(
                ResumeVm.newBuilder().setVmId(spec.getVmId()).setEpoch(2))));
        assertThat(is(spec, "RUNNING", "")).isTrue();
    }

    @Test
    void withoutZookeeperItStandsStillUntilItIsBack() throws Exception {
        var spec = runningAtTheSource();
        wire.cut();
        move(spec, false);
        Await.until("the guest to stand at the target", () -> is(spec, "PAUSED", "ARRIVED"));
        Thread.sleep(2_000); // several attempts
        assertThat(is(spec, "PAUSED", "ARRIVED")).isTrue();
        assertThat(owner(spec).isOwnedBy(source.id)).isTrue();
        TestVm.failed(
                target.run(request -> request.setResumeVm(
                        ResumeVm.newBuilder().setVmId(spec.getVmId()).setEpoch(2))),
                "VM_WRONG_STATE");

        wire.mend();
        Await.until("the guest to go on", () -> is(spec, "RUNNING", ""));
        assertOwnedByTheTarget(spec);
    }

    @Test
    void anotherRunOfTheAgentGoesOnWithIt() throws Exception {
        var spec = runningAtTheSource();
        wire.cut();
        move(spec, false);
        Await.until("the guest to stand at the target", () -> is(spec, "PAUSED", "ARRIVED"));

        target.stop();
        target.start();
        assertThat(is(spec, "PAUSED", "ARRIVED")).isTrue();
        wire.mend();
        Await.until("the guest to go on", () -> is(spec, "RUNNING", ""));
        assertOwnedByTheTarget(spec);
    }

    @Test
    void whatWentToSomebodyElseMeanwhileNeverRuns() throws Exception {
        var spec = runningAtTheSource();
        wire.cut();
        move(spec, false);
        Await.until("the guest to stand at the target", () -> is(spec, "PAUSED", "ARRIVED"));
        var third = new HostId(UUID.randomUUID());
        zookeeper.transfer(TestVm.id(spec), source.id, third, new VmEpoch(1)); // as HA does when the source dies

        wire.mend();
        Await.until(
                "its end at the target",
                () -> atTheTarget(spec)
                        .filter(vm -> vm.getPowerState().equals("STOPPED")
                                && vm.getStopCause().equals("incoming-aborted"))
                        .isPresent());
        assertThat(owner(spec).isOwnedBy(third)).isTrue();
        assertThat(Files.readString(
                        target.run.resolve("vms").resolve(spec.getVmId()).resolve("vm.json")))
                .contains("INCOMING_ABORTED");
    }
}
