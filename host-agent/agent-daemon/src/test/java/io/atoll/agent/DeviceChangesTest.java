package io.atoll.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.atoll.agent.v1.AbortIncoming;
import io.atoll.agent.v1.ApplyDevices;
import io.atoll.agent.v1.CreateVolume;
import io.atoll.agent.v1.DeleteVolume;
import io.atoll.agent.v1.DiskSpec;
import io.atoll.agent.v1.GrowDisk;
import io.atoll.agent.v1.MigrateVm;
import io.atoll.agent.v1.NicSpec;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.PrepareIncoming;
import io.atoll.agent.v1.StopVm;
import io.atoll.agent.v1.StoredSpec;
import io.atoll.agent.v1.VmReport;
import io.atoll.agent.v1.VmSpec;
import io.atoll.agent.v1.WatchRequest;
import io.atoll.agent.v1.spec.SpecFiles;
import io.grpc.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Disks and cards that come and go through the agent's calls, on two hosts with real QEMUs that share a pool. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceChangesTest {
    private static final long DATA_BYTES = 1 << 20;
    private static final int LAYOUT_WITH_PORTS = 2;

    private final TestAuthority authority = new TestAuthority();

    @TempDir
    static Path folder;

    private TestZookeeper zookeeper;
    private TestHost first;
    private TestHost second;
    private TestVm vms;

    @BeforeAll
    void start() throws Exception {
        zookeeper = new TestZookeeper(folder, authority);
        first = new TestHost(Files.createDirectory(folder.resolve("h1")), authority, zookeeper.connect()).start();
        second = new TestHost(Files.createDirectory(folder.resolve("h2")), authority, zookeeper.connect()).start();
        zookeeper.admit(first.id);
        zookeeper.admit(second.id);
        vms = new TestVm(Files.createDirectory(folder.resolve("pool")));
        vms.provision(first);
        vms.attach(second, false);
    }

    @AfterAll
    void stop() {
        for (var host : List.of(first, second)) {
            for (var vm : reports(host)) {
                host.run(request -> {
                    if (vm.getPowerState().equals("INCOMING")) {
                        request.setAbortIncoming(
                                AbortIncoming.newBuilder().setVmId(vm.getVmId()).setEpoch(vm.getEpoch()));
                    } else {
                        request.setStopVm(
                                StopVm.newBuilder().setVmId(vm.getVmId()).setEpoch(vm.getEpoch()));
                    }
                });
            }
            host.close();
        }
        zookeeper.close();
    }

    @Test
    void aDiskAndACardAreGivenAndMoveWithTheGuest() throws Exception {
        var spec = running(LAYOUT_WITH_PORTS);
        var with = spec.clone().addDisks(dataDisk(spec, 2)).addNics(card(1));

        var done = TestVm.succeeded(apply(first, with, 1));
        TestVm.succeeded(apply(first, with, 1)); // asked again

        assertThat(done.getDone().getVm().getDeviceLayout()).isEqualTo(LAYOUT_WITH_PORTS);
        assertThat(storedDisks(spec)).as("the spec beside the disks").containsExactly(0, 2);
        TestVm.failed(first.run(request -> request.setDeleteVolume(deletion(spec, 2, 1))), "DISK_IN_USE");
        var ready = TestVm.succeeded(second.run(request -> request.setPrepareIncoming(PrepareIncoming.newBuilder()
                        .setSpec(with)
                        .setEpoch(2)
                        .setSourceHostId(first.id.toString())
                        .setSourceDeviceLayout(LAYOUT_WITH_PORTS))))
                .getDone()
                .getIncoming();
        assertThat(ready.getDeviceLayout()).isEqualTo(LAYOUT_WITH_PORTS);
        TestVm.succeeded(first.run(request -> request.setMigrateVm(MigrateVm.newBuilder()
                .setVmId(spec.getVmId())
                .setEpoch(1)
                .setTargetHostId(second.id.toString())
                .setTargetAddress(ready.getAddress())
                .setTargetPort(ready.getPort()))));
        Await.until("the guest runs", () -> report(second, spec).getPowerState().equals("RUNNING"));
        // This guest answers nothing, so it keeps what it has.
        TestVm.failed(apply(second, spec, 2), "DEVICE_NOT_RELEASED");
        TestVm.failed(second.run(request -> request.setDeleteVolume(deletion(spec, 2, 2))), "DISK_IN_USE");
        assertThat(storedDisks(spec)).containsExactly(0, 2);
    }

    @Test
    void aDiskGrowsWhileTheVmRunsAndWhileItIsOff() {
        var spec = running(LAYOUT_WITH_PORTS);
        var larger = 2L * BootSector.DISK_BYTES;

        TestVm.succeeded(first.run(request -> request.setGrowDisk(growth(spec, larger))));
        TestVm.failed(
                first.run(request -> request.setGrowDisk(growth(spec, BootSector.DISK_BYTES))), "DISK_CANNOT_SHRINK");
        first.run(request ->
                request.setStopVm(StopVm.newBuilder().setVmId(spec.getVmId()).setEpoch(1)));

        TestVm.failed(
                first.run(request -> request.setGrowDisk(growth(spec, BootSector.DISK_BYTES))), "VOLUME_SIZE_INVALID");
        TestVm.succeeded(first.run(request -> request.setGrowDisk(growth(spec, larger))));
        TestVm.succeeded(second.run(request -> request.setGrowDisk(growth(spec, 2 * larger))));
        TestVm.failed(first.run(request -> request.setGrowDisk(growth(spec, larger))), "VOLUME_SIZE_INVALID");
    }

    @Test
    void aVmThatWasStartedWithoutPortsIsLeftAsItIs() {
        var spec = running(0);
        var with = spec.clone().addDisks(dataDisk(spec, 1));

        TestVm.failed(apply(first, with, 1), "VM_DEFINITION_UNSUPPORTED");

        assertThat(report(first, spec).getDeviceLayout()).isEqualTo(1);
        TestVm.succeeded(first.run(request -> request.setDeleteVolume(deletion(spec, 1, 1))));
        TestVm.succeeded(first.run(request -> request.setDeleteVolume(deletion(spec, 1, 1)))); // asked again
        assertThat(folder.resolve("pool/vms").resolve(spec.getVmId()).resolve("disk-1.qcow2"))
                .doesNotExist();
    }

    private VmSpec.Builder running(int layout) {
        var spec = vms.newVm(first).setDeviceLayout(layout);
        var epoch = zookeeper.claim(TestVm.id(spec), first.id);
        TestVm.succeeded(first.run(request -> request.setStartVm(TestVm.start(spec, epoch.value()))));
        return spec;
    }

    private OperationEvent apply(TestHost host, VmSpec.Builder spec, long epoch) {
        var stored = StoredSpec.newBuilder()
                .setFormat(SpecFiles.FORMAT)
                .setInstallationId(authority.installation())
                .setEpoch(epoch)
                .setRevision(7)
                .setSpec(spec)
                .build();
        var file = SpecFiles.write(stored, content -> authority.seal(SpecFiles.PURPOSE, content));
        return host.run(request -> request.setApplyDevices(ApplyDevices.newBuilder()
                .setSpec(spec)
                .setEpoch(epoch)
                .setReleaseSeconds(1)
                .setSpecFile(ByteString.copyFrom(file))));
    }

    private DiskSpec.Builder dataDisk(VmSpec.Builder spec, int index) {
        TestVm.succeeded(first.run(request -> request.setCreateVolume(CreateVolume.newBuilder()
                .setPoolId(vms.pool)
                .setVmId(spec.getVmId())
                .setDiskIndex(index)
                .setSizeBytes(DATA_BYTES))));
        return DiskSpec.newBuilder()
                .setIndex(index)
                .setPoolId(vms.pool)
                .setSizeBytes(DATA_BYTES)
                .setFormat("qcow2")
                .setBus("virtio")
                .setCache("none");
    }

    private static NicSpec.Builder card(int index) {
        return NicSpec.newBuilder()
                .setIndex(index)
                .setMac("52:54:00:00:00:0" + index)
                .setModel("virtio")
                .setHotPluggable(true);
    }

    private GrowDisk growth(VmSpec.Builder spec, long sizeBytes) {
        return GrowDisk.newBuilder()
                .setVmId(spec.getVmId())
                .setEpoch(1)
                .setPoolId(vms.pool)
                .setSizeBytes(sizeBytes)
                .build();
    }

    private DeleteVolume.Builder deletion(VmSpec.Builder spec, int index, long epoch) {
        return DeleteVolume.newBuilder()
                .setVmId(spec.getVmId())
                .setEpoch(epoch)
                .setPoolId(vms.pool)
                .setDiskIndex(index);
    }

    private List<Integer> storedDisks(VmSpec.Builder spec) throws Exception {
        var file = folder.resolve("pool/vms").resolve(spec.getVmId()).resolve("spec.json");
        return SpecFiles.read(Files.readAllBytes(file), (_, _) -> true).getSpec().getDisksList().stream()
                .map(DiskSpec::getIndex)
                .toList();
    }

    private static VmReport report(TestHost host, VmSpec.Builder spec) {
        return reports(host).stream()
                .filter(vm -> vm.getVmId().equals(spec.getVmId()))
                .findFirst()
                .orElseThrow();
    }

    /** One look: the stream is ended again, as a host has watchers for so many only. */
    static List<VmReport> reports(TestHost host) {
        try (var look = Context.current().withCancellation()) {
            var before = look.attach();
            try {
                return host.calls()
                        .watch(WatchRequest.getDefaultInstance())
                        .next()
                        .getResync()
                        .getVmsList();
            } finally {
                look.detach(before);
            }
        }
    }
}
