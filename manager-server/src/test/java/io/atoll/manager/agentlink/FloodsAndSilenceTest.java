package io.atoll.manager.agentlink;

import static io.atoll.manager.testing.agent.Datacenter.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.agent.v1.StopVm;
import io.atoll.agent.v1.VmReport;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.testing.CrashingFence;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedAgent;
import io.atoll.manager.testing.agent.WatchStream;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A host that says too much, nothing at all, or speaks for somebody else; and old commands. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FloodsAndSilenceTest {
    private static final Duration TOO_LONG = Duration.ofSeconds(21);

    private final ManagerUnderTest manager;
    private Datacenter dc;
    private ScriptedAgent a;
    private ScriptedAgent b;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    FloodsAndSilenceTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        dc = Datacenter.of(manager, 2);
        a = dc.host("a");
        b = dc.host("b");
    }

    @AfterEach
    void calm() {
        b.isHonest();
        reconnect();
        dc.awaitReady(b);
        dc.awaitReady(a);
        dc.checkInvariants();
    }

    @AfterAll
    void close() {
        dc.close();
    }

    /** Says one thing after the other as fast as they are taken, until the stream is cut; answers how many. */
    private AtomicLong flood(LongFunction<HostUpdate> saying) {
        var said = new AtomicLong();
        b.onWatch(stream -> {
            stream.send(b.everything());
            while (stream.isOpen()) {
                sayWhileTaken(stream, saying, said);
                LockSupport.parkNanos(1_000_000);
            }
        });
        manager.bean(MovableClock.class).forward(Duration.ofSeconds(61)); // so that the warning is told
        reconnect();
        return said;
    }

    private static void sayWhileTaken(WatchStream stream, LongFunction<HostUpdate> saying, AtomicLong said) {
        while (stream.isOpen() && stream.isReady()) {
            stream.send(saying.apply(said.incrementAndGet()));
        }
    }

    private HostUpdate stranger(long number) {
        var position = b.position();
        return position.setSequence(position.getSequence() + number)
                .setVmChanged(VmReport.newBuilder()
                        .setVmId(new UUID(0x0fff_0000_0000_7000L, 0x8000_0000_0000_0000L | number).toString())
                        .setName("x".repeat(1_000))
                        .setPowerState("RUNNING")
                        .setEpoch(1))
                .build();
    }

    @Test
    void aFloodOfEventsIsReadSlowlyAndNobodyElseWaits() {
        var strangers = audited("vm.stranger");
        var said = flood(this::stranger);
        await().atMost(LONG).until(() -> !dc.warnings(b).isEmpty());
        var vm = dc.runningVm("a");
        dc.succeeded(dc.act(vm, "stop"));
        dc.succeeded(dc.delete(vm));
        assertThat(said.get()).as("what was sent and not yet read is bounded").isLessThan(100_000);
        assertThat(audited("vm.stranger") - strangers)
                .as("the audit is not flooded too")
                .isLessThanOrEqualTo(60);
        assertThat(dc.hostState(b)).isEqualTo("READY");
    }

    @Test
    void aStormOfCompleteStatesIsReadSlowly() {
        flood(_ -> b.everything());
        await().atMost(LONG).until(() -> !dc.warnings(b).isEmpty());
        dc.succeeded(dc.delete(dc.stoppedVm()));
    }

    @Test
    void aHostThatFallsSilentIsLostAndItsVmsAreUnknown() {
        var vm = dc.runningVm("b");
        b.fallsSilent();
        b.onWatch(_ -> {}); // and says nothing on the next stream either
        manager.bean(MovableClock.class).forward(TOO_LONG);
        dc.awaitState(vm, "UNKNOWN");
        dc.awaitHostState(b, "DISCONNECTED");
        assertThat(reason(b)).contains("said nothing for");
        b.isHonest();
        manager.bean(MovableClock.class).forward(TOO_LONG);
        dc.awaitState(vm, "RUNNING");
    }

    @Test
    void aHostThatIsSilentFromTheFirstMomentOfANewLeaderIsLost() {
        var vm = dc.runningVm("b");
        b.onWatch(_ -> {});
        b.fallsSilent();
        manager.bean(CrashingFence.class).changeLeader();
        await().atMost(LONG).until(() -> b.isWatched() || !dc.powerState(vm).isEmpty());
        await().atMost(LONG).pollInterval(Duration.ofMillis(300)).until(() -> {
            manager.bean(MovableClock.class).forward(TOO_LONG);
            return dc.powerState(vm).equals("UNKNOWN");
        });
        assertThat(dc.hostState(b)).isEqualTo("DISCONNECTED");
    }

    @Test
    void samplesAloneAreNoSignOfLife() {
        b.onWatch(stream -> {
            while (stream.isOpen()) {
                stream.send(b.position()
                        .setSamples(io.atoll.agent.v1.Samples.getDefaultInstance())
                        .build());
                LockSupport.parkNanos(50_000_000);
            }
        });
        reconnect();
        dc.awaitHostState(b, "DISCONNECTED");
        await().atMost(LONG).pollInterval(Duration.ofMillis(300)).until(() -> {
            manager.bean(MovableClock.class).forward(TOO_LONG);
            return reason(b).contains("said nothing for");
        });
    }

    @Test
    void aHostWithTheCertificateOfAnotherIsRefused() {
        b.shows(a);
        reconnect();
        dc.awaitHostState(b, "REFUSED");
        assertThat(reason(b)).contains("is another host");
        b.shows(b);
    }

    @Test
    void aDeposedLeadersCommandIsRefusedAndDoesNothing() {
        var vm = dc.runningVm("b");
        var old = manager.bean(Leadership.class).epoch().orElseThrow();
        manager.bean(CrashingFence.class).changeLeader();
        await().atMost(LONG).until(b::isWatched);
        dc.succeeded(dc.act(vm, "pause"));
        var outcome = manager.bean(AgentLink.class)
                .run(
                        b.id(),
                        "old:0",
                        old,
                        run -> run.setStopVm(
                                StopVm.newBuilder().setVmId(vm.toString()).setEpoch(1)),
                        _ -> {});
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        AgentOutcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("STALE_LEADER"));
        assertThat(dc.runsOn(vm)).isEqualTo(b.id());
    }

    @Test
    void aCommandThatIsReplayedIsCarriedOutOnce() {
        var vm = dc.runningVm("b");
        var before = b.done(OperationCase.RESET_VM);
        var epoch = manager.bean(Leadership.class).epoch().orElseThrow();
        for (var i = 0; i < 3; i++) {
            var outcome = manager.bean(AgentLink.class)
                    .run(
                            b.id(),
                            "replay:" + vm,
                            epoch,
                            run -> run.setResetVm(io.atoll.agent.v1.ResetVm.newBuilder()
                                    .setVmId(vm.toString())
                                    .setEpoch(1)),
                            _ -> {});
            assertThat(outcome).isInstanceOf(AgentOutcome.Completed.class);
        }
        assertThat(b.done(OperationCase.RESET_VM) - before).isEqualTo(1);
    }

    @Test
    void poolsAreAbsolutePathsWithoutTricks() {
        for (var path : new String[] {
            "relative",
            "/srv/../etc",
            "/",
            "",
            "/srv/a\u0000b",
            "/srv//x/./y",
            "/srv/a,b=c",
            "/srv/" + "x".repeat(5_000)
        }) {
            var spec = Map.of("clusterId", dc.cluster(), "type", "SHARED_DIRECTORY", "path", path);
            var answer = dc.post("/api/v1/pools", Map.of("name", manager.unique("pool"), "spec", spec));
            assertThat(answer.status()).as("%s: %s", path, answer).isEqualTo(400);
        }
    }

    @Test
    void theVmsOfARevokedHostAreUnknown() {
        try (var own = Datacenter.of(manager, 1)) {
            var vm = own.runningVm("a");
            var revoked = own.post("/api/v1/hosts/" + own.host("a").id() + "/actions/revoke", Map.of());
            assertThat(revoked.status()).as("%s", revoked).isEqualTo(202);
            own.awaitState(vm, "UNKNOWN");
        }
    }

    @Test
    void aRevocationIsNotNoticedByOtherHosts() {
        try (var own = Datacenter.of(manager, 2)) {
            var vm = own.runningVm("a");
            var bystander = "/api/v1/hosts/" + own.host("b").id();
            var before = own.get(bystander).at("/status");
            assertThat(before.get("state").asString()).isEqualTo("READY");
            own.post("/api/v1/hosts/" + own.host("a").id() + "/actions/revoke", Map.of());
            own.awaitState(vm, "UNKNOWN");
            var after = own.get(bystander).at("/status");
            assertThat(after.get("since")).as("%s", after).isEqualTo(before.get("since"));
            assertThat(own.host("b").isWatched()).isTrue();
        }
    }

    private void reconnect() {
        b.dies();
        b.start();
    }

    private String reason(ScriptedAgent host) {
        return dc.get("/api/v1/hosts/" + host.id()).at("/status/stateReason").asString();
    }

    private int audited(String action) {
        return manager.bean(JdbcClient.class)
                .sql("select count(*) from audit where action = :action")
                .param("action", action)
                .query(Integer.class)
                .single();
    }
}
