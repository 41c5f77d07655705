package io.atoll.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.atoll.agent.v1.CancelRequest;
import io.atoll.agent.v1.CloudInit;
import io.atoll.agent.v1.ConsoleFrame;
import io.atoll.agent.v1.ConsoleOpen;
import io.atoll.agent.v1.DeleteVm;
import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.PauseVm;
import io.atoll.agent.v1.ResumeVm;
import io.atoll.agent.v1.ShutdownVm;
import io.atoll.agent.v1.StopVm;
import io.atoll.agent.v1.StoredSpec;
import io.atoll.agent.v1.VmReport;
import io.atoll.agent.v1.VmSpec;
import io.atoll.agent.v1.WatchRequest;
import io.atoll.agent.v1.WriteSpec;
import io.atoll.agent.v1.spec.SpecFiles;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The life of a VM through the agent's calls: a real QEMU, a real pool, a real ZooKeeper. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VmLifeTest {
    private final TestAuthority authority = new TestAuthority();

    @TempDir
    static Path folder;

    private TestZookeeper zookeeper;
    private TestHost host;
    private TestVm vms;

    @BeforeAll
    void start() throws Exception {
        zookeeper = new TestZookeeper(folder, authority);
        host = new TestHost(folder, authority, zookeeper.connect());
        zookeeper.admit(host.id);
        host.start();
        Files.createDirectory(folder.resolve("pool"));
        vms = new TestVm(folder.resolve("pool"));
        vms.provision(host);
    }

    @AfterAll
    void stop() {
        host.close();
        zookeeper.close();
    }

    @AfterEach
    void nothingRunsOn() {
        for (var vm : list()) {
            host.run(request ->
                    request.setStopVm(StopVm.newBuilder().setVmId(vm.getVmId()).setEpoch(vm.getEpoch())));
        }
    }

    private List<VmReport> list() {
        var updates = host.calls().watch(WatchRequest.getDefaultInstance());
        return updates.next().getResync().getVmsList();
    }

    private Optional<VmReport> find(VmSpec.Builder spec) {
        return list().stream().filter(vm -> vm.getVmId().equals(spec.getVmId())).findFirst();
    }

    private VmSpec.Builder running() {
        var spec = vms.newVm(host);
        var epoch = zookeeper.claim(TestVm.id(spec), host.id);
        var done = TestVm.succeeded(host.run(request -> request.setStartVm(TestVm.start(spec, epoch.value()))));
        assertThat(done.getDone().getVm().getPowerState()).isEqualTo("RUNNING");
        return spec;
    }

    @Test
    void announcesItselfInZookeeper() {
        Await.until("the host in ZooKeeper", () -> zookeeper.isAlive(host.id));
    }

    @Test
    void aStartLeavesItsSignedSpecBesideTheDisks() throws Exception {
        var spec = vms.newVm(host);
        var id = TestVm.id(spec);
        var epoch = zookeeper.claim(id, host.id);
        var stored = StoredSpec.newBuilder()
                .setFormat(SpecFiles.FORMAT)
                .setInstallationId(authority.installation())
                .setEpoch(epoch.value())
                .setRevision(1)
                .setSpec(spec)
                .build();
        var file = SpecFiles.write(stored, content -> authority.seal(SpecFiles.PURPOSE, content));
        var start = TestVm.start(spec, epoch.value()).toBuilder();
        var forged = SpecFiles.write(stored, content -> new TestAuthority().seal(SpecFiles.PURPOSE, content));
        TestVm.failed(
                host.run(request -> request.setStartVm(start.setSpecFile(ByteString.copyFrom(forged)))),
                "SPEC_REFUSED");
        assertThat(find(spec)).as("a start with a forged spec starts nothing").isEmpty();
        TestVm.succeeded(host.run(request -> request.setStartVm(start.setSpecFile(ByteString.copyFrom(file)))));
        var path = folder.resolve("pool").resolve("vms").resolve(id.toString()).resolve("spec.json");
        assertThat(Files.readAllBytes(path)).isEqualTo(file);

        var renamed = stored.toBuilder().setRevision(2);
        renamed.getSpecBuilder().setName("renamed");
        var newer = SpecFiles.write(renamed.build(), content -> authority.seal(SpecFiles.PURPOSE, content));
        TestVm.succeeded(host.run(request -> request.setWriteSpec(WriteSpec.newBuilder()
                .setPoolId(vms.pool)
                .setVmId(id.toString())
                .setSpecFile(ByteString.copyFrom(newer)))));
        assertThat(Files.readAllBytes(path)).isEqualTo(newer);
    }

    @Test
    void startsPausesResumesStopsAndDeletes() {
        var spec = running();
        var vm = spec.getVmId();
        assertThat(pause(vm).getPowerState()).isEqualTo("PAUSED");
        var resumed = host.run(
                request -> request.setResumeVm(ResumeVm.newBuilder().setVmId(vm).setEpoch(1)));
        assertThat(resumed.getDone().getVm().getPowerState()).isEqualTo("RUNNING");
        TestVm.failed(
                host.run(request -> request.setDeleteVm(
                        DeleteVm.newBuilder().setVmId(vm).setPoolId(vms.pool).setEpoch(1))),
                "VM_WRONG_STATE");
        var stopped = host.run(
                request -> request.setStopVm(StopVm.newBuilder().setVmId(vm).setEpoch(1)));
        assertThat(stopped.getDone().getVm().getPowerState()).isEqualTo("STOPPED");
        assertThat(stopped.getDone().getVm().getStopCause()).isEqualTo("host-stop");
        TestVm.succeeded(host.run(request -> request.setDeleteVm(
                DeleteVm.newBuilder().setVmId(vm).setPoolId(vms.pool).setEpoch(1))));
        assertThat(find(spec)).isEmpty();
        assertThat(folder.resolve("pool/vms").resolve(vm)).doesNotExist();
        TestVm.succeeded(host.run(request -> request.setDeleteVm(
                DeleteVm.newBuilder().setVmId(vm).setPoolId(vms.pool).setEpoch(1))));
    }

    private VmReport pause(String vm) {
        return TestVm.succeeded(host.run(request ->
                        request.setPauseVm(PauseVm.newBuilder().setVmId(vm).setEpoch(1))))
                .getDone()
                .getVm();
    }

    @Test
    void aRepeatedStartIsTheSameStart() {
        var spec = running();
        var pid = find(spec).orElseThrow().getPid();
        var again = host.run(request -> request.setStartVm(TestVm.start(spec, 1)));
        assertThat(again.getDone().getVm().getPid()).isEqualTo(pid);
    }

    @Test
    void aShutdownTheGuestIgnoresFailsAndAStopEndsTheWait() {
        var spec = running();
        TestVm.failed(
                host.run(request -> request.setShutdownVm(ShutdownVm.newBuilder()
                        .setVmId(spec.getVmId())
                        .setEpoch(1)
                        .setDeadlineSeconds(1))),
                "SHUTDOWN_TIMEOUT");
        assertThat(find(spec).orElseThrow().getPowerState()).isEqualTo("RUNNING");
    }

    @Test
    void aCancelledShutdownEndsAtOnceAndTheGuestRunsOn() throws Exception {
        var spec = running();
        var operation = UUID.randomUUID().toString();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> host.run(
                    operation,
                    1,
                    request -> request.setShutdownVm(ShutdownVm.newBuilder()
                            .setVmId(spec.getVmId())
                            .setEpoch(1)
                            .setDeadlineSeconds(600))));
            Await.until(
                    "the power button",
                    () -> find(spec).orElseThrow().getPowerState().equals("STOPPING"));
            host.calls()
                    .cancel(CancelRequest.newBuilder()
                            .setOperationId(operation)
                            .setLeaderEpoch(1)
                            .build());
            TestVm.failed(waiting.get(30, TimeUnit.SECONDS), "CANCELLED");
        }
        assertThat(find(spec).orElseThrow().getPowerState()).isEqualTo("RUNNING");
    }

    @Test
    void refusesToRunWhatThisHostDoesNotOwn() {
        var spec = vms.newVm(host);
        TestVm.failed(host.run(request -> request.setStartVm(TestVm.start(spec, 1))), "VM_NOT_OWNED");
        var epoch = zookeeper.claim(TestVm.id(spec), host.id);
        TestVm.failed(host.run(request -> request.setStartVm(TestVm.start(spec, epoch.value() + 1))), "VM_NOT_OWNED");
        zookeeper.release(TestVm.id(spec), host.id, epoch);
        TestVm.failed(host.run(request -> request.setStartVm(TestVm.start(spec, epoch.value()))), "VM_NOT_OWNED");
        assertThat(find(spec)).isEmpty();
        assertThat(host.run.resolve("vms").resolve(spec.getVmId())).doesNotExist();
    }

    @Test
    void refusesCommandsOfAnOlderEpochAndFollowsANewerOwnership() {
        var spec = running();
        var epoch = zookeeper.claim(TestVm.id(spec), host.id); // epoch 2, still this host
        TestVm.failed(
                host.run(request -> request.setPauseVm(
                        PauseVm.newBuilder().setVmId(spec.getVmId()).setEpoch(7))),
                "VM_NOT_OWNED");
        var paused = host.run(request ->
                request.setPauseVm(PauseVm.newBuilder().setVmId(spec.getVmId()).setEpoch(epoch.value())));
        assertThat(paused.getDone().getVm().getEpoch()).isEqualTo(epoch.value());
        TestVm.failed(
                host.run(request -> request.setStopVm(
                        StopVm.newBuilder().setVmId(spec.getVmId()).setEpoch(1))),
                "STALE_EPOCH");
    }

    @Test
    void aFailedStartLeavesNothingBehind() {
        var missing = vms.spec(UUID.randomUUID().toString());
        var epoch = zookeeper.claim(TestVm.id(missing), host.id);
        var failed = host.run(request -> request.setStartVm(TestVm.start(missing, epoch.value())));
        TestVm.failed(failed, "VOLUME_NOT_FOUND");
        assertThat(failed.getFailed().getRolledBack()).isTrue();
        var tooLarge = vms.newVm(host).setMemoryMib(4096);
        var otherEpoch = zookeeper.claim(TestVm.id(tooLarge), host.id);
        TestVm.failed(
                host.run(request -> request.setStartVm(TestVm.start(tooLarge, otherEpoch.value()))), "HOST_TOO_SMALL");
        for (var spec : List.of(missing, tooLarge)) {
            assertThat(find(spec)).isEmpty();
            assertThat(host.run.resolve("vms").resolve(spec.getVmId())).doesNotExist();
            assertThat(host.run.resolve("ports").resolve(spec.getVmId() + ".json"))
                    .doesNotExist();
        }
    }

    @Test
    void refusesUnknownVms() {
        TestVm.failed(
                host.run(request -> request.setStopVm(StopVm.newBuilder()
                        .setVmId(UUID.randomUUID().toString())
                        .setEpoch(1))),
                "VM_NOT_FOUND");
    }

    @Test
    void writesTheSeedAndGivesANicWithoutANetworkItsOwn() {
        var spec = vms.newVm(host)
                .setCloudInit(CloudInit.newBuilder().setHostname("guest").setUserData("#cloud-config\n{}\n"))
                .addNics(TestVm.nic("", "52:54:00:00:00:01"));
        var epoch = zookeeper.claim(TestVm.id(spec), host.id);
        TestVm.succeeded(host.run(request -> request.setStartVm(TestVm.start(spec, epoch.value()))));
        assertThat(folder.resolve("pool/vms").resolve(spec.getVmId()).resolve("seed.iso"))
                .isNotEmptyFile();
    }

    /** What a console says. */
    private static final class Screen implements StreamObserver<ConsoleFrame> {
        private final List<byte[]> received = new CopyOnWriteArrayList<>();
        private volatile boolean ended;

        @Override
        public void onNext(ConsoleFrame frame) {
            received.add(frame.getData().toByteArray());
        }

        @Override
        public void onError(Throwable failure) {
            ended = true;
        }

        @Override
        public void onCompleted() {
            ended = true;
        }

        String text() {
            var all = new StringBuilder();
            received.forEach(part -> all.append(new String(part, java.nio.charset.StandardCharsets.ISO_8859_1)));
            return all.toString();
        }
    }

    private StreamObserver<ConsoleFrame> open(VmSpec.Builder spec, String kind, Screen screen) {
        var console = host.streams().console(screen);
        console.onNext(ConsoleFrame.newBuilder()
                .setOpen(ConsoleOpen.newBuilder().setVmId(spec.getVmId()).setKind(kind))
                .build());
        return console;
    }

    @Test
    void carriesTheConsolesBothWaysUntilTheVmEnds() {
        var spec = running();
        var serial = new Screen();
        open(spec, "serial", serial);
        Await.until("dots of the guest", () -> serial.text().contains("..."));
        var display = new Screen();
        var console = open(spec, "vnc", display);
        Await.until("the version of RFB", () -> display.text().startsWith("RFB 003.008\n"));
        console.onNext(ConsoleFrame.newBuilder()
                .setData(ByteString.copyFromUtf8("RFB 003.008\n"))
                .build());
        Await.until("the security types", () -> display.text().length() > 12);
        assertThat(display.text().charAt(12)).isEqualTo((char) 1);
        host.run(request ->
                request.setStopVm(StopVm.newBuilder().setVmId(spec.getVmId()).setEpoch(1)));
        Await.until("the consoles' end", () -> serial.ended && display.ended);
    }

    @Test
    void refusesConsolesOfVmsThatAreNotHereAndOfUnknownKinds() {
        var unknown = new Screen();
        open(vms.spec(UUID.randomUUID().toString()), "vnc", unknown);
        Await.until("the refusal", () -> unknown.ended);
        var spec = running();
        var strange = new Screen();
        open(spec, "usb", strange);
        Await.until("the refusal", () -> strange.ended);
        assertThat(unknown.received).isEmpty();
        assertThat(strange.received).isEmpty();
    }

    @Test
    void tellsWatchersOfEveryChangeInOrderAndSamples() {
        var updates = new CopyOnWriteArrayList<HostUpdate>();
        host.streams().watch(WatchRequest.getDefaultInstance(), new StreamObserver<>() {
            @Override
            public void onNext(HostUpdate update) {
                updates.add(update);
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        });
        var spec = running();
        host.run(request ->
                request.setStopVm(StopVm.newBuilder().setVmId(spec.getVmId()).setEpoch(1)));
        Await.until("the end of the VM", () -> states(updates, spec).contains("STOPPED"));
        Await.until("a sample", () -> updates.stream().anyMatch(HostUpdate::hasSamples));
        assertThat(updates.getFirst().hasResync()).isTrue();
        assertThat(updates.getFirst().getResync().getHost().getHostId()).isEqualTo(host.id.toString());
        assertThat(states(updates, spec)).containsSubsequence("STARTING", "RUNNING", "STOPPED");
        var sequences = updates.stream()
                .filter(update -> !update.hasSamples())
                .map(HostUpdate::getSequence)
                .toList();
        for (var at = 1; at < sequences.size(); at++) {
            assertThat(sequences.get(at)).isEqualTo(sequences.get(at - 1) + 1);
        }
        var position = updates.get(2);
        var since = host.calls()
                .watch(WatchRequest.newBuilder()
                        .setBootId(position.getStreamId())
                        .setSinceSequence(position.getSequence())
                        .build());
        assertThat(since.next().getSequence()).isEqualTo(position.getSequence() + 1);
        var stranger = host.calls()
                .watch(WatchRequest.newBuilder()
                        .setBootId("another run")
                        .setSinceSequence(position.getSequence())
                        .build());
        assertThat(stranger.next().hasResync()).isTrue();
    }

    private static List<String> states(List<HostUpdate> updates, VmSpec.Builder spec) {
        return updates.stream()
                .filter(update -> update.getVmChanged().getVmId().equals(spec.getVmId()))
                .map(update -> update.getVmChanged().getPowerState())
                .toList();
    }

    @Test
    void anImageThatLiesAboutItsFormatIsRefusedAndLeavesNothing() {
        var content = new byte[256 * 1024];
        System.arraycopy(new byte[] {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 3}, 0, content, 0, 8);
        var other = UUID.randomUUID().toString();
        assertThatThrownBy(() -> vms.writeImage(host, other, content, "raw")).hasMessageContaining("refused");
        assertThat(folder.resolve("pool/images").resolve(other).resolve("incoming.part"))
                .doesNotExist();
        assertThat(folder.resolve("pool/images").resolve(other).resolve("incoming.done"))
                .doesNotExist();
    }
}
