package io.atoll.manager.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.manager.testing.CrashingFence;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The manager dies before writes of a batch in turn; the next leader goes on, and no VM is made twice or forgotten. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VmBatchLeaderChangesTest {
    private static final int MOST_WRITES = 150;
    private static final int VMS = 3;

    private final ManagerUnderTest manager;
    private CrashingFence leader;
    private Datacenter dc;
    private BatchDesk desk;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    VmBatchLeaderChangesTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        leader = manager.bean(CrashingFence.class);
        dc = Datacenter.of(manager, 2);
        desk = new BatchDesk(dc, manager.bean(JdbcClient.class));
    }

    @AfterEach
    void calm() {
        leader.calm();
        dc.host("a").isHonest();
        dc.host("b").isHonest();
    }

    @AfterAll
    void close() {
        dc.close();
    }

    /** The build lets it die before some of the writes; the long schedules before each of them. */
    @Test
    void aBatchIsMadeToItsEnd() {
        diesAtWrites(11);
    }

    @Test
    @Tag("schedules")
    void aBatchIsMadeToItsEndAfterADeathAtAnyWrite() {
        diesAtWrites(1);
    }

    private void diesAtWrites(int stride) {
        for (var write = 1; write < MOST_WRITES; write += stride) {
            var deaths = leader.crashes();
            var started = started();
            leader.crashAtWrite(write);
            var batch = desk.create("again-{n}", VMS, Map.of("maxParallel", 2));
            dc.succeeded(batch);
            leader.calm();
            assertThat(desk.names()).as("death at write %d", write).containsExactly("again-1", "again-2", "again-3");
            assertThat(desk.children(batch)).as("death at write %d", write).isEqualTo(VMS);
            assertThat(started() - started).as("death at write %d", write).isEqualTo(VMS);
            dc.checkInvariants(desk.vms().toArray(VmId[]::new));
            var over = leader.crashes() == deaths;
            desk.clear();
            if (over) {
                return;
            }
        }
        throw new AssertionError("The workflow has more than %d writes.".formatted(MOST_WRITES));
    }

    private long started() {
        return dc.host("a").done(OperationCase.START_VM) + dc.host("b").done(OperationCase.START_VM);
    }

    /** Another leader while an agent works for one of the VMs, again and again. */
    @Test
    void newLeadersGoOnWithWhatTheOldOnesBegan() {
        dc.host("a").on(OperationCase.START_VM).then(leader::changeLeader).times(2);
        dc.host("b").on(OperationCase.CREATE_VOLUME).then(leader::changeLeader).times(2);
        var batch = desk.create("next-{n}", 6, Map.of("maxParallel", 3));
        dc.succeeded(batch);
        assertThat(desk.names()).hasSize(6);
        assertThat(desk.children(batch)).isEqualTo(6);
        dc.checkInvariants(desk.vms().toArray(VmId[]::new));
        desk.clear();
    }

    /** A batch with a VM that fails ends the same after a death. */
    @Test
    void whatFailedBeforeADeathIsStillNamedAfterIt() {
        dc.host("a")
                .on(OperationCase.START_VM)
                .fails("HYPERVISOR_FAILED", "no such luck")
                .then(leader::changeLeader);
        var wish = Map.<String, Object>of("hostId", dc.host("a").id().toString());
        var batch = BatchDesk.taskOf(desk.post("", "left-{n}", 3, Map.of("maxParallel", 1), wish));
        var ended = dc.failed(batch, "VM_BATCH_INCOMPLETE");
        assertThat(ended.at("/failure/causes/0/check").asString()).isEqualTo("left-1");
        assertThat(desk.names()).containsExactly("left-2", "left-3");
        desk.clear();
    }
}
