package io.atoll.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.atoll.agent.v1.CreateImages;
import io.atoll.agent.v1.DeleteDiskImage;
import io.atoll.agent.v1.DiskImageReport;
import io.atoll.agent.v1.GrowDisk;
import io.atoll.agent.v1.MergeImages;
import io.atoll.agent.v1.MigrateVm;
import io.atoll.agent.v1.NewImage;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.PrepareIncoming;
import io.atoll.agent.v1.StopVm;
import io.atoll.agent.v1.StoredSpec;
import io.atoll.agent.v1.SurveyImages;
import io.atoll.agent.v1.TakeSnapshot;
import io.atoll.agent.v1.VmSpec;
import io.atoll.agent.v1.spec.SpecFiles;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of disks and their merges through the agent's calls, on two hosts with real QEMUs that share a pool. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiskSnapshotsTest {
    private static final String ONE = "0190bbbb-0000-7000-8000-000000000001";
    private static final String TWO = "0190bbbb-0000-7000-8000-000000000002";
    private static final String THREE = "0190bbbb-0000-7000-8000-000000000003";

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
            for (var vm : DeviceChangesTest.reports(host)) {
                host.run(request -> request.setStopVm(
                        StopVm.newBuilder().setVmId(vm.getVmId()).setEpoch(vm.getEpoch())));
            }
            host.close();
        }
        zookeeper.close();
    }

    @Test
    void aGuestIsFrozenMovesAndIsMergedWithoutStopping() throws Exception {
        var spec = running();
        TestVm.succeeded(create(first, spec, ONE, ""));
        TestVm.failed(survey(first, spec.clone().setVmId(THREE)), "VOLUME_NOT_FOUND");

        var taken = TestVm.succeeded(take(first, at(spec, ONE), "BEST_EFFORT", 1));

        assertThat(taken.getDone().getSnapshot().getQuiesced()).isFalse();
        assertThat(taken.getDone().getSnapshot().getDetail()).contains("No agent answers");
        assertThat(storedImage(spec)).as("what HA would start it with").isEqualTo(ONE);
        assertThat(images(first, spec))
                .extracting(DiskImageReport::getImageId, DiskImageReport::getHasBase, DiskImageReport::getWrittenTo)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("", false, false),
                        org.assertj.core.groups.Tuple.tuple(ONE, true, true));
        TestVm.succeeded(create(first, spec, TWO, ONE));
        TestVm.succeeded(take(first, at(spec, TWO), "NONE", 1));
        TestVm.succeeded(take(first, at(spec, TWO), "NONE", 1)); // asked again
        TestVm.failed(deleteImage(first, spec, ONE, 1), "DISK_IN_USE");
        move(at(spec, TWO));

        TestVm.succeeded(merge(second, spec, ONE, "", true, 2));
        TestVm.succeeded(merge(second, spec, ONE, "", true, 2)); // asked again
        assertThat(images(second, spec))
                .filteredOn(DiskImageReport::getRetired)
                .extracting(DiskImageReport::getImageId, DiskImageReport::getIntoImageId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(ONE, ""));
        TestVm.succeeded(merge(second, spec, TWO, "", true, 2));
        TestVm.succeeded(merge(second, spec, TWO, "", true, 2)); // asked again

        assertThat(report(second, spec)).isEqualTo("RUNNING");
        assertThat(images(second, spec))
                .filteredOn(DiskImageReport::getWrittenTo)
                .extracting(DiskImageReport::getImageId)
                .containsExactly("");
        second.run(request ->
                request.setStopVm(StopVm.newBuilder().setVmId(spec.getVmId()).setEpoch(2)));
        // A host that was told nothing, as after the death of the one that merged, finds the content by the old name.
        var epoch = zookeeper.claim(TestVm.id(spec), first.id);
        TestVm.succeeded(first.run(request -> request.setStartVm(TestVm.start(at(spec, TWO), epoch.value()))));
        assertThat(images(first, spec))
                .filteredOn(DiskImageReport::getWrittenTo)
                .extracting(DiskImageReport::getImageId)
                .containsExactly("");
        TestVm.succeeded(deleteImage(first, spec, TWO, epoch.value()));
        TestVm.succeeded(deleteImage(first, spec, ONE, epoch.value()));
        TestVm.succeeded(deleteImage(first, spec, ONE, epoch.value())); // asked again
        assertThat(images(first, spec)).hasSize(1);
        requireSound(spec, "");
    }

    @Test
    void aVmThatIsOffIsFrozenGrownMergedAndStarted() throws Exception {
        var spec = vms.newVm(first);
        TestVm.succeeded(create(first, spec, ONE, ""));
        TestVm.succeeded(create(second, spec, TWO, ONE));
        TestVm.failed(create(first, spec, TWO, ""), "VOLUME_EXISTS");
        assertInvalid("UUID in lower case", () -> create(first, spec, "../../x", ""));
        assertInvalid("quiesce_seconds", () -> take(first, at(spec, ONE), "REQUIRED", 0));
        assertInvalid("itself", () -> merge(first, spec, ONE, ONE, true, 1));
        TestVm.failed(take(first, at(spec, ONE), "NONE", 1), "VM_NOT_FOUND");
        TestVm.failed(deleteImage(first, spec, ONE, 1), "VOLUME_IN_USE");
        var larger = 2L * BootSector.DISK_BYTES;
        TestVm.succeeded(first.run(request -> request.setGrowDisk(GrowDisk.newBuilder()
                .setVmId(spec.getVmId())
                .setEpoch(1)
                .setPoolId(vms.pool)
                .setImageId(TWO)
                .setSizeBytes(larger))));

        TestVm.succeeded(merge(second, spec, ONE, "", false, 1));
        TestVm.succeeded(deleteImage(second, spec, "", 1));
        TestVm.succeeded(merge(first, spec, TWO, ONE, true, 1));
        TestVm.succeeded(merge(first, spec, TWO, ONE, true, 1)); // asked again

        assertThat(images(first, spec))
                .filteredOn(image -> !image.getRetired())
                .extracting(DiskImageReport::getImageId, DiskImageReport::getVirtualSizeBytes)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(ONE, larger));
        requireSound(spec, ONE);
        var epoch = zookeeper.claim(TestVm.id(spec), first.id);
        TestVm.failed(
                first.run(request -> request.setStartVm(TestVm.start(at(spec, THREE), epoch.value()))),
                "VOLUME_NOT_FOUND");
        TestVm.succeeded(first.run(request -> request.setStartVm(TestVm.start(at(spec, TWO), epoch.value()))));
        assertThat(report(first, spec)).isEqualTo("RUNNING");
    }

    private static void assertInvalid(String words, ThrowingCallable call) {
        assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(call).withMessageContaining(words);
    }

    private VmSpec.Builder running() {
        var spec = vms.newVm(first);
        var epoch = zookeeper.claim(TestVm.id(spec), first.id);
        TestVm.succeeded(first.run(request -> request.setStartVm(TestVm.start(spec, epoch.value()))));
        return spec;
    }

    private static VmSpec.Builder at(VmSpec.Builder spec, String image) {
        var next = spec.clone();
        next.getDisksBuilder(0).setImageId(image);
        return next;
    }

    private void move(VmSpec.Builder spec) {
        var ready = TestVm.succeeded(second.run(request -> request.setPrepareIncoming(
                        PrepareIncoming.newBuilder().setSpec(spec).setEpoch(2).setSourceHostId(first.id.toString()))))
                .getDone()
                .getIncoming();
        TestVm.succeeded(first.run(request -> request.setMigrateVm(MigrateVm.newBuilder()
                .setVmId(spec.getVmId())
                .setEpoch(1)
                .setTargetHostId(second.id.toString())
                .setTargetAddress(ready.getAddress())
                .setTargetPort(ready.getPort()))));
        Await.until("the guest runs", () -> report(second, spec).equals("RUNNING"));
    }

    private OperationEvent create(TestHost host, VmSpec.Builder spec, String image, String base) {
        return host.run(request -> request.setCreateImages(CreateImages.newBuilder()
                .setVmId(spec.getVmId())
                .setEpoch(1)
                .addImages(NewImage.newBuilder()
                        .setPoolId(vms.pool)
                        .setImageId(image)
                        .setBaseImageId(base))));
    }

    private OperationEvent take(TestHost host, VmSpec.Builder spec, String quiesce, int seconds) {
        var stored = StoredSpec.newBuilder()
                .setFormat(SpecFiles.FORMAT)
                .setInstallationId(authority.installation())
                .setEpoch(1)
                .setRevision(spec.getDisks(0).getImageId().equals(ONE) ? 7 : 8)
                .setSpec(spec)
                .build();
        var file = SpecFiles.write(stored, content -> authority.seal(SpecFiles.PURPOSE, content));
        return host.run(request -> request.setTakeSnapshot(TakeSnapshot.newBuilder()
                .setSpec(spec)
                .setEpoch(1)
                .setSpecFile(ByteString.copyFrom(file))
                .setQuiesce(quiesce)
                .setQuiesceSeconds(seconds)));
    }

    private OperationEvent survey(TestHost host, VmSpec.Builder spec) {
        return host.run(request -> request.setSurveyImages(SurveyImages.newBuilder()
                .setVmId(spec.getVmId())
                .setPoolId(vms.pool)
                .addDiskIndexes(0)));
    }

    private List<DiskImageReport> images(TestHost host, VmSpec.Builder spec) {
        return TestVm.succeeded(survey(host, spec)).getDone().getImages().getImagesList();
    }

    private OperationEvent merge(
            TestHost host, VmSpec.Builder spec, String upper, String lower, boolean commit, long epoch) {
        return host.run(request -> request.setMergeImages(MergeImages.newBuilder()
                .setVmId(spec.getVmId())
                .setEpoch(epoch)
                .setPoolId(vms.pool)
                .setUpperImageId(upper)
                .setLowerImageId(lower)
                .setCommit(commit)));
    }

    private OperationEvent deleteImage(TestHost host, VmSpec.Builder spec, String image, long epoch) {
        return host.run(request -> request.setDeleteDiskImage(DeleteDiskImage.newBuilder()
                .setVmId(spec.getVmId())
                .setEpoch(epoch)
                .setPoolId(vms.pool)
                .setImageId(image)));
    }

    private static String report(TestHost host, VmSpec.Builder spec) {
        return DeviceChangesTest.reports(host).stream()
                .filter(vm -> vm.getVmId().equals(spec.getVmId()))
                .findFirst()
                .orElseThrow()
                .getPowerState();
    }

    private String storedImage(VmSpec.Builder spec) throws Exception {
        var file = folder.resolve("pool/vms").resolve(spec.getVmId()).resolve("spec.json");
        return SpecFiles.read(Files.readAllBytes(file), (_, _) -> true)
                .getSpec()
                .getDisks(0)
                .getImageId();
    }

    private static void requireSound(VmSpec.Builder spec, String image) throws Exception {
        var name = image.isEmpty() ? "disk-0.qcow2" : "disk-0." + image + ".qcow2";
        var check = new ProcessBuilder(
                        "qemu-img",
                        "check",
                        "-U",
                        "-f",
                        "qcow2",
                        folder.resolve("pool/vms")
                                .resolve(spec.getVmId())
                                .resolve(name)
                                .toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(check.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).as(said).isZero();
    }
}
