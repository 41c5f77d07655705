package io.atoll.manager.agentlink;

import static io.atoll.manager.testing.agent.Datacenter.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.GuestFactsReport;
import io.atoll.agent.v1.GuestFileSystem;
import io.atoll.agent.v1.HostSample;
import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.PoolReport;
import io.atoll.agent.v1.Resync;
import io.atoll.agent.v1.Samples;
import io.atoll.agent.v1.SelfCheck;
import io.atoll.agent.v1.VmReport;
import io.atoll.agent.v1.VmSample;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.manager.metrics.LiveSamples;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedAgent;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Host b says what no honest agent says; host a and everybody's VMs must not suffer from it. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LyingAgentsTest {
    private static final long HUGE = 1_000_000_000_000_000_000L;

    private final ManagerUnderTest manager;
    private Datacenter dc;
    private ScriptedAgent honest;
    private ScriptedAgent liar;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    LyingAgentsTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        dc = Datacenter.of(manager, 2);
        honest = dc.host("a");
        liar = dc.host("b");
    }

    /** Back to the truth: a host that was caught is believed again when it says what can be. */
    @AfterEach
    void tellTheTruth() {
        liar.isHonest();
        reconnectAndBeHeard();
        dc.awaitReady(honest);
        dc.checkInvariants();
    }

    @AfterAll
    void close() {
        dc.close();
    }

    @Test
    void aHostThatClaimsAnothersVmMovesNothing() {
        var vm = dc.runningVm("a");
        var epoch = epoch(vm);
        liar.says(HostUpdate.newBuilder().setVmChanged(running(vm, epoch + 7)));
        await().atMost(LONG).until(() -> hasConflict(vm));

        assertThat(dc.powerState(vm)).isEqualTo("RUNNING");
        assertThat(dc.get("/api/v1/vms/" + vm).at("/status/hostId").asString())
                .isEqualTo(honest.id().toString());
        assertThat(epoch(vm)).isEqualTo(epoch);
        assertThat(manager.bean(OwnerRegistry.class).read(vm).orElseThrow().isOwnedBy(honest.id()))
                .isTrue();

        liar.says(HostUpdate.newBuilder()
                .setVmGone(io.atoll.agent.v1.VmGone.newBuilder().setVmId(vm.toString())));
        await().atMost(LONG).until(() -> !hasConflict(vm));
        assertThat(dc.powerState(vm)).isEqualTo("RUNNING");
    }

    @Test
    void aStoppedVmThatAHostClaimsToRunIsNotStartedASecondTime() {
        var vm = dc.stoppedVm();
        liar.says(HostUpdate.newBuilder().setVmChanged(running(vm, 1)));
        await().atMost(LONG).until(() -> hasConflict(vm));
        assertThat(dc.powerState(vm)).isEqualTo("STOPPED");
        assertThat(dc.post("/api/v1/vms/" + vm + "/actions/start", Map.of()).code())
                .isEqualTo("VM_WRONG_STATE");
        liar.dies();
        await().atMost(LONG).until(() -> !hasConflict(vm));
        liar.start();
        dc.awaitReady(liar);
        dc.succeeded(dc.start(vm, "a"));
    }

    @Test
    void samplesOfAnothersVmAreNotTaken() {
        var vm = dc.runningVm("a");
        honest.says(samples(vm, 111).toBuilder());
        liar.saysRaw(samples(vm, 999));
        liar.says(HostUpdate.newBuilder().setVmChanged(running(vm, 1)));
        liar.saysRaw(samples(vm, 998));
        var probe = dc.runningVm("b");
        liar.saysRaw(samples(probe, 42));
        var live = manager.bean(LiveSamples.class);
        await().atMost(LONG).until(() -> {
            honest.saysRaw(samples(vm, 111));
            liar.saysRaw(samples(probe, 42));
            return live.vm(probe).isPresent() && live.vm(vm).isPresent();
        });
        assertThat(live.vm(vm).orElseThrow().cpuUsedMillicores()).isEqualTo(111);
    }

    @Test
    void aStateNobodyKnowsMakesAVmUnknownAndNeverStopped() {
        var vm = dc.runningVm("b");
        liar.onWatch(stream -> stream.send(liar.everything().toBuilder()
                .setResync(liar.everything().getResync().toBuilder()
                        .clearVms()
                        .addVms(running(vm, epoch(vm)).toBuilder().setPowerState("SUSPENDED_TO_DISK")))
                .build()));
        reconnect();
        dc.awaitState(vm, "UNKNOWN");
        assertThat(manager.bean(OwnerRegistry.class).read(vm).orElseThrow().isOwnedBy(liar.id()))
                .isTrue();
    }

    @Test
    void figuresThatCannotBeMakeAVmUnknownAndNeverStopped() {
        letWarningsThrough();
        var vm = dc.runningVm("b");
        await().atMost(LONG).until(() -> {
            liar.says(HostUpdate.newBuilder()
                    .setVmChanged(running(vm, epoch(vm)).toBuilder().setMemoryMib(-1)));
            return dc.powerState(vm).equals("UNKNOWN") && !dc.warnings(liar).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1 memory", "10^18 memory", "another id", "a pool"})
    void aHostWhoseReportCannotBeIsNotReady(String lie) {
        liar.saysOfItself(report -> switch (lie) {
            case "-1 memory" -> report.toBuilder().setMemoryMib(-1).build();
            case "10^18 memory" -> report.toBuilder().setMemoryMib(HUGE).build();
            case "another id" ->
                report.toBuilder().setHostId(honest.id().toString()).build();
            default ->
                report.toBuilder()
                        .addPools(PoolReport.newBuilder().setPoolId("../../etc"))
                        .build();
        });
        reconnect();
        dc.awaitHostState(liar, "DISCONNECTED");
        assertThat(dc.get("/api/v1/hosts/" + liar.id())
                        .at("/status/stateReason")
                        .asString())
                .isNotEmpty();
    }

    @Test
    void samplesThatCannotBeAreDroppedAndTheHostIsWarnedAbout() {
        for (long lie : new long[] {-1, HUGE}) {
            liar.saysRaw(liar.position()
                    .setSamples(
                            Samples.newBuilder().setHost(HostSample.newBuilder().setMemoryUsedMib(lie)))
                    .build());
        }
        liar.saysRaw(samples(new VmId(new UUID(7, 7)), Integer.MIN_VALUE));
        await().atMost(LONG)
                .until(() -> manager.bean(LiveSamples.class).host(liar.id()).isPresent());
        assertThat(manager.bean(LiveSamples.class).host(liar.id()).orElseThrow().memoryUsedMiB())
                .isZero();
    }

    @Test
    void hostileTextIsShownAsPlainText() {
        var evil = "a\u0000b\u001b[31m\u202e<script>\r\n".repeat(200);
        var vm = dc.runningVm("b");
        liar.saysOfItself(report -> report.toBuilder()
                .setHostname(evil)
                .setQemuVersion(evil)
                .setAcceleratorReason(evil)
                .setNetworkMode(evil)
                .setMigrationAddress(evil)
                .putLabels(evil, evil)
                .addChecks(SelfCheck.newBuilder()
                        .setName(evil)
                        .setOutcome(evil)
                        .setDetail(evil)
                        .setFix(evil))
                .build());
        reconnectAndBeHeard();
        liar.says(HostUpdate.newBuilder()
                .setVmChanged(running(vm, epoch(vm)).toBuilder()
                        .setPowerState("PAUSED")
                        .setName(evil)
                        .setDetail(evil)
                        .addGuestAddresses(evil)
                        .addGuestAddresses("10.0.0.7\u0000")
                        .setGuestFacts(GuestFactsReport.newBuilder()
                                .setOsName(evil)
                                .setHostName("\uD83D\uDE00".repeat(1_000))
                                .setCloudInit(evil)
                                .setCloudInitDetail(evil)
                                .addFileSystems(GuestFileSystem.newBuilder()
                                        .setMountPoint(evil)
                                        .setTotalBytes(7)
                                        .setUsedBytes(-1)))));
        dc.awaitState(vm, "PAUSED");
        var shown = dc.get("/api/v1/vms/" + vm).toString() + dc.get("/api/v1/hosts/" + liar.id());
        assertThat(shown).doesNotContain("\\u0000", "\\u001b", "\u202e");
        assertThat(dc.get("/api/v1/vms/" + vm).at("/status/addresses").size()).isLessThanOrEqualTo(1);
        var guest = dc.get("/api/v1/vms/" + vm).at("/status/guest");
        assertThat(guest.get("osName").asString()).hasSizeLessThanOrEqualTo(300);
        assertThat(guest.get("hostName").asString()).isEqualTo("\uD83D\uDE00".repeat(150));
        assertThat(guest.get("cloudInit").asString()).isEqualTo("UNKNOWN");
        assertThat(guest.at("/fileSystems/0/usedBytes").isNull()).isTrue();
    }

    @Test
    void nothingIsBelievedBeforeTheCompleteState() {
        var vm = dc.runningVm("b");
        liar.onWatch(stream -> {
            stream.send(HostUpdate.newBuilder()
                    .setSequence(0)
                    .setVmChanged(running(vm, epoch(vm)).toBuilder().setPowerState("CRASHED"))
                    .build());
            stream.send(HostUpdate.newBuilder()
                    .setSequence(1)
                    .setVmChanged(running(vm, epoch(vm)).toBuilder().setPowerState("CRASHED"))
                    .build());
        });
        reconnect();
        dc.awaitState(vm, "UNKNOWN");
        liar.isHonest();
        dc.awaitState(vm, "RUNNING");
    }

    @Test
    void aNumberThatGoesBackMeansThatSomethingWasMissed() {
        letWarningsThrough();
        var vm = dc.runningVm("b");
        await().atMost(LONG).until(() -> {
            liar.saysRaw(HostUpdate.newBuilder()
                    .setSequence(1)
                    .setStreamId(liar.position().getStreamId())
                    .setVmChanged(running(vm, epoch(vm)).toBuilder().setPowerState("CRASHED"))
                    .build());
            return !dc.warnings(liar).isEmpty();
        });
        await().atMost(LONG).until(liar::isWatched);
        assertThat(dc.powerState(vm)).isEqualTo("RUNNING");
        assertThat(dc.hostState(liar)).isEqualTo("READY");
    }

    @Test
    void moreVmsThanAHostCanHaveAreNotRead() {
        liar.onWatch(stream -> {
            var resync =
                    Resync.newBuilder().setHost(liar.everything().getResync().getHost());
            for (int i = 0; i < 5_000; i++) {
                resync.addVms(running(new VmId(new UUID(3, i)), 1));
            }
            stream.send(liar.everything().toBuilder().setResync(resync).build());
        });
        reconnect();
        dc.awaitHostState(liar, "DISCONNECTED");
    }

    @Test
    void textThatIsNoTextEndsTheStreamAndNothingElse() {
        liar.onWatch(stream -> {
            stream.send(liar.everything());
            stream.send(liar.everything().toBuilder()
                    .setUnknownFields(com.google.protobuf.UnknownFieldSet.newBuilder()
                            .addField(
                                    HostUpdate.VM_CHANGED_FIELD_NUMBER,
                                    com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                                            .addLengthDelimited(com.google.protobuf.ByteString.copyFrom(
                                                    new byte[] {10, 2, (byte) 0xc3, (byte) 0x28}))
                                            .build())
                            .build())
                    .build());
        });
        reconnect();
        dc.awaitHostState(liar, "DISCONNECTED");
    }

    /** Of each host one a minute is told. */
    private void letWarningsThrough() {
        manager.bean(MovableClock.class).forward(Duration.ofSeconds(61));
        reconnectAndBeHeard(); // A watch from before the jump counts as silent since then, and may be cut any moment.
    }

    /** As by a break of the connection: the next watch begins anew. */
    private void reconnect() {
        liar.dies();
        liar.start();
    }

    /** And waits until it is listened to: what it says before that is heard by nobody. */
    private void reconnectAndBeHeard() {
        reconnect();
        await().atMost(LONG).until(liar::isWatched);
        dc.awaitReady(liar);
    }

    private boolean hasConflict(VmId vm) {
        return dc.get("/api/v1/vms/" + vm).at("/status/conditions").toString().contains("CONFLICT");
    }

    private long epoch(VmId vm) {
        return manager.bean(OwnerRegistry.class).read(vm).orElseThrow().epoch().value();
    }

    private HostUpdate samples(VmId vm, int millicores) {
        return liar.position()
                .setSamples(Samples.newBuilder()
                        .setHost(HostSample.newBuilder().setMemoryFreeMib(1))
                        .addVms(VmSample.newBuilder().setVmId(vm.toString()).setCpuUsedMillicores(millicores)))
                .build();
    }

    private static VmReport running(VmId vm, long epoch) {
        return VmReport.newBuilder()
                .setVmId(vm.toString())
                .setName("vm")
                .setEpoch(epoch)
                .setPowerState("RUNNING")
                .setMemoryMib(256)
                .setVcpuCount(1)
                .build();
    }
}
