package io.atoll.manager.task.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.task.OperationId;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two managers' workers on one database, with real signals between them. */
class TakeoverTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final TestDatabase DATABASE = TestDatabase.create();

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    @Test
    void aTaskSubmittedOnAFollowerIsRunByTheLeaderAndAwaitedOnTheFollower() {
        try (var leader = manager();
                var follower = manager()) {
            leader.steps.add(new Quick());
            follower.steps.add(new Quick());
            leader.worker.leading(leader.lead());
            var id = follower.submit("vm.start", vm("a"), "quick");
            assertThat(follower.tasks.await(id, LONG).state()).isEqualTo(TaskState.SUCCEEDED);
            assertThat(leader.tasks.await(id, LONG).state()).isEqualTo(TaskState.SUCCEEDED);
        }
    }

    @Test
    void theNewLeaderFinishesWhatTheDeadOneBegan() {
        try (var first = manager();
                var second = manager()) {
            var begun = new CountDownLatch(1);
            first.steps.add(new Stuck(begun));
            second.steps.add(new Quick("step"));
            first.worker.leading(first.lead());
            var ids = new ArrayList<io.atoll.manager.task.TaskId>();
            for (var i = 0; i < 20; i++) {
                ids.add(second.submit("vm.start", vm("t" + i), "step"));
            }
            await().atMost(LONG).until(() -> begun.getCount() == 0);
            // The first manager is dead to the world: it is not told, its threads hang where they are.
            second.worker.leading(second.lead());
            for (var id : ids) {
                assertThat(second.tasks.await(id, LONG).state()).isEqualTo(TaskState.SUCCEEDED);
            }
        }
    }

    @Test
    void noMoreStepsThanAllowedAreCalledAtOnceAndNoneIsForgotten() {
        try (var leader = manager()) {
            var inside = ConcurrentHashMap.<OperationId>newKeySet();
            var most = ConcurrentHashMap.<Integer>newKeySet();
            var go = new Semaphore(0);
            leader.steps.add(new Counted(inside, most, go));
            leader.worker.leading(leader.lead());
            var ids = new ArrayList<io.atoll.manager.task.TaskId>();
            for (var i = 0; i < 30; i++) {
                ids.add(leader.submit("vm.start", vm("c" + i), "counted"));
            }
            await().atMost(LONG).until(() -> inside.size() == 8);
            go.release(30);
            for (var id : ids) {
                assertThat(leader.tasks.await(id, LONG).state()).isEqualTo(TaskState.SUCCEEDED);
            }
            assertThat(most).allMatch(count -> count <= 8);
        }
    }

    @Test
    void aRequestToCancelReachesAHandlerThatWaits() {
        try (var leader = manager();
                var other = manager()) {
            leader.steps.add(new Interruptible());
            other.steps.add(new Interruptible());
            leader.worker.leading(leader.lead());
            var id = leader.submit("vm.migrate", vm("m"), "interruptible");
            await().atMost(LONG).until(() -> leader.snapshot(id).state() == TaskState.RUNNING);
            other.tasks.cancel(id, "alice");
            assertThat(other.tasks.await(id, LONG).state()).isEqualTo(TaskState.CANCELLED);
        }
    }

    @Test
    void waitingEndsAtTheLimit() {
        try (var follower = manager()) {
            follower.steps.add(new Quick());
            var id = follower.submit("vm.start", vm("nobody-leads"), "quick");
            assertThat(follower.tasks.await(id, Duration.ofMillis(50)).state()).isEqualTo(TaskState.QUEUED);
            follower.worker.leading(follower.lead());
            assertThat(follower.tasks.await(id, LONG).state()).isEqualTo(TaskState.SUCCEEDED);
        }
    }

    private static TaskHarness manager() {
        return new TaskHarness(DATABASE, new CrashPlan()).start();
    }

    private static List<TaskObject> vm(String id) {
        return List.of(TaskObject.locked("vm", id, id));
    }

    private record Quick(String name) implements StepHandler {
        Quick() {
            this("quick");
        }

        @Override
        public StepOutcome advance(StepContext context) {
            return StepOutcome.done();
        }
    }

    /** Never returns, as in a manager that is gone. */
    private record Stuck(CountDownLatch begun) implements StepHandler {
        @Override
        public String name() {
            return "step";
        }

        @Override
        public StepOutcome advance(StepContext context) {
            begun.countDown();
            new Semaphore(0).acquireUninterruptibly();
            throw new IllegalStateException("unreachable");
        }
    }

    private record Counted(Set<OperationId> inside, Set<Integer> most, Semaphore go) implements StepHandler {
        @Override
        public String name() {
            return "counted";
        }

        @Override
        public StepOutcome advance(StepContext context) {
            inside.add(context.operation());
            most.add(inside.size());
            go.acquireUninterruptibly();
            inside.remove(context.operation());
            return StepOutcome.done();
        }
    }

    private static final class Interruptible implements StepHandler {
        private final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public String name() {
            return "interruptible";
        }

        @Override
        public StepOutcome advance(StepContext context) {
            try {
                interrupted.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return StepOutcome.failed("CANCELLED", "The agent stopped at its safe point.");
        }

        @Override
        public void interrupt(OperationId operation, StepContext context) {
            interrupted.countDown();
        }
    }
}
