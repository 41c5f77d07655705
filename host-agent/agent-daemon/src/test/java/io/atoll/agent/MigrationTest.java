package io.atoll.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.agent.v1.AbortIncoming;
import io.atoll.agent.v1.ConsoleFrame;
import io.atoll.agent.v1.ConsoleOpen;
import io.atoll.agent.v1.DeleteVm;
import io.atoll.agent.v1.IncomingReady;
import io.atoll.agent.v1.MigrateVm;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.PrepareIncoming;
import io.atoll.agent.v1.StopVm;
import io.atoll.agent.v1.VmReport;
import io.atoll.agent.v1.VmSpec;
import io.atoll.agent.v1.WatchRequest;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts that share a pool, and a guest that moves between them over TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationTest {
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
        for (var host : new TestHost[] {first, second}) {
            for (var vm : host.calls()
                    .watch(WatchRequest.getDefaultInstance())
                    .next()
                    .getResync()
                    .getVmsList()) {
                end(host, vm);
            }
            host.close();
        }
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

    /** One look: the stream is ended again, as a host has watchers for so many only. */
    private static Optional<VmReport> find(TestHost host, VmSpec.Builder spec) {
        try (var look = Context.current().withCancellation()) {
            var before = look.attach();
            try {
                var resync = host.calls()
                        .watch(WatchRequest.getDefaultInstance())
                        .next()
                        .getResync();
                return resync.getVmsList().stream()
                        .filter(vm -> vm.getVmId().equals(spec.getVmId()))
                        .findFirst();
            } finally {
                look.detach(before);
            }
        }
    }

    private VmSpec.Builder runningOnFirst() {
        var spec = vms.newVm(first);
        var epoch = zookeeper.claim(TestVm.id(spec), first.id);
        TestVm.succeeded(first.run(request -> request.setStartVm(TestVm.start(spec, epoch.value()))));
        return spec;
    }

    private static IncomingReady prepare(TestHost target, TestHost source, VmSpec.Builder spec, long epoch) {
        return TestVm.succeeded(target.run(request -> request.setPrepareIncoming(PrepareIncoming.newBuilder()
                        .setSpec(spec)
                        .setEpoch(epoch)
                        .setSourceHostId(source.id.toString())
                        .setSourceMemoryChannels(find(source, spec)
                                .map(VmReport::getMemoryChannels)
                                .orElse(0)))))
                .getDone()
                .getIncoming();
    }

    private static OperationEvent send(
            TestHost source, TestHost target, VmSpec.Builder spec, long epoch, IncomingReady ready) {
        return source.run(request -> request.setMigrateVm(MigrateVm.newBuilder()
                .setVmId(spec.getVmId())
                .setEpoch(epoch)
                .setTargetHostId(target.id.toString())
                .setTargetAddress(ready.getAddress())
                .setTargetPort(ready.getPort())
                .setMemoryChannels(ready.getMemoryChannels())));
    }

    /** Counts the dots the guest writes, which come from a tick of its own clock. */
    private static AtomicLong dotsOf(TestHost host, VmSpec.Builder spec) {
        var dots = new AtomicLong();
        var console = host.streams().console(new StreamObserver<>() {
            @Override
            public void onNext(ConsoleFrame frame) {
                dots.addAndGet(frame.getData().size());
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        });
        console.onNext(ConsoleFrame.newBuilder()
                .setOpen(ConsoleOpen.newBuilder().setVmId(spec.getVmId()).setKind("serial"))
                .build());
        return dots;
    }

    @Test
    void movesARunningGuestThereAndBack() {
        var spec = runningOnFirst();
        var there = prepare(second, first, spec, 2);
        assertThat(find(second, spec).orElseThrow().getPowerState()).isEqualTo("INCOMING");
        var sent =
                TestVm.succeeded(send(first, second, spec, 1, there)).getDone().getMigration();
        assertThat(sent.getTransferredBytes()).isPositive();
        assertThat(sent.getMemoryPasses()).isPositive();
        assertThat(sent.getTotalMs()).isGreaterThanOrEqualTo(sent.getDowntimeMs());
        zookeeper.transfer(TestVm.id(spec), first.id, second.id, new io.atoll.model.VmEpoch(1));
        Await.until(
                "the guest on the second host",
                () -> find(second, spec)
                        .map(vm -> vm.getPowerState().equals("RUNNING") && vm.getEpoch() == 2)
                        .orElse(false));
        var dots = dotsOf(second, spec);
        Await.until("ticks on the second host", () -> dots.get() > 3);
        assertThat(find(first, spec).orElseThrow().getStopCause()).isEqualTo("migrated-away");
        var back = prepare(first, second, spec, 3);
        TestVm.succeeded(send(second, first, spec, 2, back));
        Await.until(
                "the guest back on the first host",
                () -> find(first, spec)
                        .map(vm -> vm.getPowerState().equals("RUNNING") && vm.getEpoch() == 3)
                        .orElse(false));
        var dotsBack = dotsOf(first, spec);
        Await.until("ticks on the first host", () -> dotsBack.get() > 3);
    }

    @Test
    void aVmDeletedWhereItWentIsForgottenWhereItWas() {
        var spec = runningOnFirst();
        TestVm.succeeded(send(first, second, spec, 1, prepare(second, first, spec, 2)));
        zookeeper.transfer(TestVm.id(spec), first.id, second.id, new io.atoll.model.VmEpoch(1));
        assertThat(find(first, spec)).isPresent();
        TestVm.succeeded(second.run(request ->
                request.setStopVm(StopVm.newBuilder().setVmId(spec.getVmId()).setEpoch(2))));
        TestVm.succeeded(second.run(request -> request.setDeleteVm(DeleteVm.newBuilder()
                .setVmId(spec.getVmId())
                .setPoolId(vms.pool)
                .setEpoch(2))));
        Await.until(
                "the first host to know nothing of it",
                () -> find(first, spec).isEmpty()
                        && Files.notExists(first.run.resolve("vms").resolve(spec.getVmId())));
    }

    @Test
    void aRepeatedMigrationAnswersTheSame() {
        var spec = runningOnFirst();
        var ready = prepare(second, first, spec, 2);
        var operation = UUID.randomUUID().toString();
        java.util.function.Supplier<OperationEvent> attempt = () -> first.run(
                operation,
                1,
                request -> request.setMigrateVm(MigrateVm.newBuilder()
                        .setVmId(spec.getVmId())
                        .setEpoch(1)
                        .setTargetHostId(second.id.toString())
                        .setTargetAddress(ready.getAddress())
                        .setTargetPort(ready.getPort())
                        .setMemoryChannels(ready.getMemoryChannels())));
        var once = TestVm.succeeded(attempt.get());
        assertThat(attempt.get()).isEqualTo(once);
        var underAnotherId = TestVm.succeeded(send(first, second, spec, 1, ready));
        assertThat(underAnotherId.getDone().getMigration().getTotalMs())
                .isEqualTo(once.getDone().getMigration().getTotalMs());
    }

    @Test
    void aMigrationToNowhereLeavesTheGuestRunning() {
        var spec = runningOnFirst();
        var nowhere =
                IncomingReady.newBuilder().setAddress("127.0.0.1").setPort(9).build();
        TestVm.failed(send(first, second, spec, 1, nowhere), "MIGRATION_FAILED");
        assertThat(find(first, spec).orElseThrow().getPowerState()).isEqualTo("RUNNING");
    }

    @Test
    void anAbortedIncomingMigrationLeavesNothing() {
        var spec = runningOnFirst();
        prepare(second, first, spec, 2);
        TestVm.succeeded(second.run(request -> request.setAbortIncoming(
                AbortIncoming.newBuilder().setVmId(spec.getVmId()).setEpoch(2))));
        assertThat(find(second, spec)).isEmpty();
        assertThat(second.run.resolve("vms").resolve(spec.getVmId())).doesNotExist();
        TestVm.failed(
                first.run(request -> request.setAbortIncoming(
                        AbortIncoming.newBuilder().setVmId(spec.getVmId()).setEpoch(1))),
                "VM_WRONG_STATE");
        assertThat(find(first, spec).orElseThrow().getPowerState()).isEqualTo("RUNNING");
    }

    @Test
    void onlyTheSourceHostMaySend() throws Exception {
        var spec = runningOnFirst();
        var stranger = authority.host(UUID.randomUUID().toString());
        for (var who : new TestAuthority.@Nullable Identity[] {
            null, stranger, authority.manager(), new TestAuthority().host(first.id.toString())
        }) {
            var ready = prepare(second, first, spec, 2);
            assertThatThrownBy(() -> connect(ready, who)).isInstanceOf(IOException.class);
            // QEMU gives up waiting after a failed attempt or goes on; either way nothing of the guest came here.
            assertThat(find(second, spec).map(VmReport::getPowerState).orElse("gone"))
                    .isNotEqualTo("RUNNING");
        }
        var ready = prepare(second, first, spec, 2);
        TestVm.succeeded(send(first, second, spec, 1, ready));
    }

    @Test
    void aTargetThatWaitsForAnotherHostTakesNothing() {
        var spec = runningOnFirst();
        var ready = prepare(second, second, spec, 2);
        TestVm.failed(send(first, second, spec, 1, ready), "MIGRATION_FAILED");
        assertThat(find(first, spec).orElseThrow().getPowerState()).isEqualTo("RUNNING");
    }

    /** Ends in an exception when the other side does not want to hear more from this one. */
    private void connect(IncomingReady ready, TestAuthority.@Nullable Identity client) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", authority.certificate());
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var keys = KeyManagerFactory.getInstance("PKIX");
        var own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (client != null) {
            own.setKeyEntry("own", client.key(), new char[0], new X509Certificate[] {client.certificate()});
        }
        keys.init(own, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket(ready.getAddress(), ready.getPort())) {
            socket.setSoTimeout(30_000);
            socket.startHandshake();
            // QEMU's migration stream begins with this magic number; whoever is let in could send a guest now.
            socket.getOutputStream().write(new byte[] {'Q', 'E', 'V', 'M', 0, 0, 0, 3});
            if (socket.getInputStream().read() < 0) {
                throw new IOException("The connection was closed.");
            }
        }
    }
}
