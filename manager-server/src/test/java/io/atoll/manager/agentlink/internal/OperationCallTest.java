package io.atoll.manager.agentlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.DeleteVm;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.RunRequest;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An agent that is connected and silent, or slow and says so. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationCallTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ManagerUnderTest manager;
    private Datacenter dc;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    OperationCallTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        dc = Datacenter.of(manager, 1);
    }

    @AfterAll
    void close() {
        dc.close();
    }

    @Test
    void anAgentThatNeverAnswersIsNotWaitedForForEver() {
        var never = new CountDownLatch(1);
        var host = dc.host("a");
        host.on(RunRequest.OperationCase.DELETE_VM).waitsFor(never);
        var request = deletion();
        assertThat(call(request))
                .isInstanceOfSatisfying(
                        AgentOutcome.Unavailable.class,
                        outcome -> assertThat(outcome.detail())
                                .contains("is connected, but has said nothing about the operation for 2 s"));
        never.countDown();
        assertThat(call(request)).isInstanceOf(AgentOutcome.Completed.class);
        assertThat(host.done(RunRequest.OperationCase.DELETE_VM)).isEqualTo(1);
    }

    @Test
    void anAgentThatIsAtItIsWaitedFor() {
        var slow = dc.host("a").on(RunRequest.OperationCase.DELETE_VM).slowly(PATIENCE.dividedBy(4));
        for (var i = 0; i < 6; i++) {
            slow.says(OperationEvent.newBuilder());
        }
        assertThat(call(deletion())).isInstanceOf(AgentOutcome.Completed.class);
    }

    private AgentOutcome call(RunRequest request) {
        var channel = manager.bean(AgentChannels.class).to(dc.host("a").id());
        return new OperationCall(channel, request, _ -> {}, PATIENCE).run();
    }

    private RunRequest deletion() {
        return RunRequest.newBuilder()
                .setOperationId("test:" + manager.unique("operation"))
                .setLeaderEpoch(
                        manager.bean(Leadership.class).epoch().orElseThrow().value())
                .setDeleteVm(DeleteVm.newBuilder().setVmId(UUID.randomUUID().toString()))
                .build();
    }
}
