package io.atoll.manager.task.internal;

import static io.atoll.manager.task.internal.ScriptedStep.End.DONE;
import static io.atoll.manager.task.internal.ScriptedStep.End.FAILED;
import static io.atoll.manager.task.internal.ScriptedStep.End.UNAVAILABLE_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.testing.TestDatabase;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * The manager dies at every boundary a task has (before each write, before and after each effect outside) and a new leader
 * goes on. Whatever the schedule, the task ends, with every effect there once or none at all, and no lock left.
 */
class CrashScheduleTest {
    /** More than any of these tasks has. */
    private static final int MOST_BOUNDARIES = 60;

    private static final TestDatabase DATABASE = TestDatabase.create();

    @AfterContainer
    static void stop() {
        DATABASE.close();
    }

    @Example
    void oneCrashAtEveryBoundaryOfATaskThatSucceeds() {
        for (var crash = 1; crash <= MOST_BOUNDARIES; crash++) {
            runWith(List.of(crash), DONE, false);
        }
    }

    @Example
    void oneCrashAtEveryBoundaryOfATaskThatFails() {
        for (var crash = 1; crash <= MOST_BOUNDARIES; crash++) {
            runWith(List.of(crash), FAILED, false);
        }
    }

    @Example
    void oneCrashAtEveryBoundaryOfATaskThatIsCancelled() {
        for (var crash = 1; crash <= MOST_BOUNDARIES; crash++) {
            runWith(List.of(crash), DONE, true);
        }
    }

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void manyCrashes(
            @ForAll("schedules") List<Integer> schedule, @ForAll ScriptedStep.End end, @ForAll boolean cancelled) {
        runWith(schedule, end, cancelled);
    }

    @Provide
    Arbitrary<List<Integer>> schedules() {
        return Arbitraries.integers().between(1, 12).list().ofMinSize(1).ofMaxSize(10);
    }

    /** Each number is how many boundaries the next leader lives to pass. */
    private static void runWith(List<Integer> schedule, ScriptedStep.End end, boolean cancelled) {
        var crashes = new CrashPlan();
        var world = new OutsideWorld();
        var manager = new TaskHarness(DATABASE, crashes);
        manager.steps.add(new ScriptedStep("a", 0, DONE, world, crashes));
        manager.steps.add(new ScriptedStep("b", 2, UNAVAILABLE_ONCE, world, crashes));
        manager.steps.add(new ScriptedStep("c", 1, end, world, crashes));
        var id = manager.submit("vm.create", List.of(TaskObject.locked("vm", "v", "v")), "a", "b", "c");

        var cancelAfter = schedule.size() / 2;
        var accepted = false;
        for (var life = 0; life < schedule.size(); life++) {
            if (cancelled && life == cancelAfter) {
                accepted = asksToCancel(manager, id);
            }
            var epoch = manager.lead();
            crashes.crashAfter(schedule.get(life));
            try {
                manager.driveToEnd(manager.engine(epoch), id);
            } catch (SimulatedCrash _) {
                // The next one goes on.
            }
        }
        crashes.crashAfter(Integer.MAX_VALUE);
        check(manager.driveToEnd(manager.engine(manager.lead()), id), world, end, accepted);
        assertThat(manager.locks()).isZero();
        noSecondEnd(manager, id);
    }

    /** Whether it was not too late: a task on its way back, or past its point of no return, refuses. */
    private static boolean asksToCancel(TaskHarness manager, TaskId id) {
        try {
            manager.tasks.cancel(id, "alice");
            return true;
        } catch (AtollException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.TASK_NOT_CANCELLABLE);
            return false;
        }
    }

    private static void check(TaskSnapshot task, OutsideWorld world, ScriptedStep.End end, boolean cancelled) {
        switch (task.state()) {
            case SUCCEEDED -> {
                assertThat(end).isNotEqualTo(FAILED);
                assertThat(world.effects()).containsExactly("a", "b", "c");
            }
            case FAILED -> {
                assertThat(end).isEqualTo(FAILED);
                assertThat(task.failure()).isNotNull();
                assertThat(world.effects()).isEmpty();
            }
            case CANCELLED -> {
                assertThat(cancelled).isTrue();
                assertThat(world.effects()).isEmpty();
            }
            case QUEUED, RUNNING, ROLLING_BACK -> throw new AssertionError("has not ended: " + task);
        }
    }

    private static void noSecondEnd(TaskHarness manager, TaskId id) {
        var ended = manager.snapshot(id);
        assertThat(manager.driveToEnd(manager.engine(manager.lead()), id)).isEqualTo(ended);
        assertThat(manager.events.views.stream().filter(view -> view.state().ended()))
                .hasSize(1);
        assertThat(manager.events.views.getFirst().state()).isEqualTo(TaskState.QUEUED);
    }
}
