package io.atoll.manager.drs;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.manager.testing.CrashingFence;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.model.VmId;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The manager dies before each write of a plan that is carried out; the next one goes on, and nobody is moved twice. */
@ManagerTest
class DrsLeaderChangesTest {
    private static final int MOST_WRITES = 120;

    private final ManagerUnderTest manager;
    private final CrashingFence leader;

    DrsLeaderChangesTest(ManagerUnderTest manager) {
        this.manager = manager;
        leader = manager.bean(CrashingFence.class);
    }

    @AfterEach
    void calm() {
        leader.calm();
    }

    /** The build lets it die before some of the writes; the long schedules before each of them. */
    @Test
    void aPlanIsCarriedOutToItsEnd() {
        diesAtEveryWrite(13);
    }

    @Test
    @Tag("schedules")
    void aPlanIsCarriedOutToItsEndAfterADeathAtAnyWrite() {
        diesAtEveryWrite(1);
    }

    private void diesAtEveryWrite(int stride) {
        try (var cluster = Balanced.of(manager, 4)) {
            for (var write = 1; write < MOST_WRITES; write += stride) {
                cluster.set("APPLY", 5);
                // Nobody cools down here: the same VMs are moved again and again.
                cluster.set(Map.of("coolDownMinutes", 0));
                var deaths = leader.crashes();
                var sent = cluster.dc.host("a").done(OperationCase.MIGRATE_VM);
                leader.crashAtWrite(write);
                cluster.round();
                var task = cluster.drs().at("/status/taskId").asString("");
                cluster.dc.succeeded(task);
                leader.calm();
                assertThat(cluster.onHost("b")).as("death at write %d", write).isEqualTo(2);
                assertThat(cluster.dc.host("a").done(OperationCase.MIGRATE_VM) - sent)
                        .as("death at write %d", write)
                        .isEqualTo(2);
                cluster.dc.checkInvariants(cluster.vms.toArray(VmId[]::new));
                if (leader.crashes() == deaths) {
                    return;
                }
                cluster.set("OFF", 5);
                back(cluster);
            }
            throw new AssertionError("The workflow has more than %d writes.".formatted(MOST_WRITES));
        }
    }

    private static void back(Balanced cluster) {
        for (var vm : cluster.vms) {
            if (!cluster.dc.runsOn(vm).equals(cluster.dc.host("a").id())) {
                cluster.dc.succeeded(cluster.dc.migrate(vm, "a"));
            }
        }
    }
}
