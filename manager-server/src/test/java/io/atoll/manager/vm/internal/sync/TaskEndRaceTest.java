package io.atoll.manager.vm.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.VmReport;
import io.atoll.manager.agentlink.LinkState;
import io.atoll.manager.agentlink.ReportedVm;
import io.atoll.manager.agentlink.VmClaim;
import io.atoll.manager.task.StepProgress;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A task that ends while the VM's host comes back: each of the two who could correct the VM looks before the other is done. */
@ManagerTest
class TaskEndRaceTest {
    private final ManagerUnderTest manager;

    TaskEndRaceTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @Test
    void whatAHostSaysWhileATaskEndsIsNotMissed() {
        try (var dc = Datacenter.of(manager, 1)) {
            var vm = dc.runningVm("a");
            var host = dc.host("a").id();
            var tracker = manager.bean(VmTracker.class);
            var task = new TaskId(UUID.randomUUID());
            manager.bean(JdbcClient.class)
                    .sql("update vm set active_task_id = :task where id = :vm")
                    .param("task", task.value())
                    .param("vm", vm.value())
                    .update();
            tracker.disconnected(host, LinkState.DISCONNECTED, "the test says so");

            new TransactionTemplate(manager.bean(PlatformTransactionManager.class)).executeWithoutResult(_ -> {
                manager.bean(VmTaskEnds.class).ended(ended(task, vm));
                elsewhere(() -> tracker.resync(
                        host,
                        HostReport.newBuilder().setClockMs(Long.MAX_VALUE).build(),
                        List.of(new ReportedVm(running(vm), VmClaim.OWNER))));
            });

            dc.awaitState(vm, "RUNNING");
            assertThat(dc.runsOn(vm)).isEqualTo(host);
        }
    }

    /** On another thread, outside of the transaction, and over when this returns. */
    private static void elsewhere(Runnable work) {
        var thread = Thread.ofVirtual().start(work);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static VmReport running(VmId vm) {
        return VmReport.newBuilder()
                .setVmId(vm.toString())
                .setPowerState("RUNNING")
                .setEpoch(1)
                .build();
    }

    private static TaskSnapshot ended(TaskId task, VmId vm) {
        var now = Instant.now();
        return new TaskSnapshot(
                task,
                1,
                "vm.pause",
                TaskState.SUCCEEDED,
                StepProgress.of(100, ""),
                List.of(),
                List.of(TaskObject.locked("vm", vm, "vm")),
                null,
                0,
                "somebody",
                now,
                now,
                now,
                now,
                false,
                false,
                null,
                null,
                null);
    }
}
