package io.atoll.manager.task.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.ManagerEntry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperSettings;
import io.atoll.manager.cluster.internal.ElectedLeadership;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.Test;

/** Two managers with a real election: the leader dies in the middle of its tasks, the other finishes them. */
class LeaderDeathTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final UUID INSTALLATION = new UUID(0, 99);

    @Test
    void theOtherManagerFinishesAndTheDeadOnesLateAnswersAreNotBelieved() throws Exception {
        try (var zookeeper = new TestingServer(true);
                var database = TestDatabase.create();
                var first = new Manager(1, zookeeper, database);
                var second = new Manager(2, zookeeper, database)) {
            var begun = new CountDownLatch(6);
            var comesBack = new CountDownLatch(1);
            var wokeUp = new CountDownLatch(6);
            first.tasks.steps.add(new Hanging(begun, comesBack, wokeUp));
            second.tasks.steps.add(new Answering());
            first.leadership.start();
            await().atMost(LONG).until(first.leadership::isLeader);
            second.leadership.start();

            var ids = new ArrayList<TaskId>();
            for (var i = 0; i < 6; i++) {
                ids.add(second.tasks.submit("vm.start", List.of(TaskObject.locked("vm", "v" + i, "v" + i)), "step"));
            }
            await().atMost(LONG).until(() -> begun.getCount() == 0);
            first.zookeeper.close(); // Its session ends; it is told nothing it could still act on in time.
            await().atMost(LONG).until(second.leadership::isLeader);
            for (var id : ids) {
                assertThat(second.tasks.tasks.await(id, LONG).state()).isEqualTo(TaskState.SUCCEEDED);
            }

            comesBack.countDown(); // The old leader's steps return now, with another answer.
            await().atMost(LONG).until(() -> wokeUp.getCount() == 0);
            var probe = second.tasks.submit("vm.start", List.of(TaskObject.locked("vm", "v0", "v0")), "step");
            assertThat(second.tasks.tasks.await(probe, LONG).state()).isEqualTo(TaskState.SUCCEEDED);
            for (var id : ids) {
                assertThat(second.tasks.snapshot(id).state()).isEqualTo(TaskState.SUCCEEDED);
                assertThat(second.tasks.snapshot(id).failure()).isNull();
            }
            assertThat(second.tasks.locks()).isZero();
        }
    }

    private static final class Manager implements AutoCloseable {
        final TaskHarness tasks;
        final ZookeeperConnection zookeeper;
        final ElectedLeadership leadership;

        Manager(int number, TestingServer server, TestDatabase database) {
            tasks = new TaskHarness(database, new CrashPlan()).start();
            zookeeper = ZookeeperConnection.open(ZookeeperSettings.of(server.getConnectString(), INSTALLATION, null));
            var clock = Clock.systemUTC();
            var self = new ManagerEntry(new UUID(0, number), "m" + number, "test", clock.instant());
            leadership = new ElectedLeadership(zookeeper, tasks.fence, self, false, clock);
            leadership.onChange(tasks.worker);
        }

        @Override
        public void close() {
            leadership.stop();
            zookeeper.close();
            tasks.close();
        }
    }

    /** Hangs until it is too late, then says that the step failed. */
    private record Hanging(CountDownLatch begun, CountDownLatch comesBack, CountDownLatch wokeUp)
            implements StepHandler {
        @Override
        public String name() {
            return "step";
        }

        @Override
        public StepOutcome advance(StepContext context) {
            begun.countDown();
            try {
                comesBack.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            wokeUp.countDown();
            return StepOutcome.failed("INTERNAL", "what the dead leader believes");
        }
    }

    private record Answering() implements StepHandler {
        @Override
        public String name() {
            return "step";
        }

        @Override
        public StepOutcome advance(StepContext context) {
            return StepOutcome.done();
        }
    }
}
