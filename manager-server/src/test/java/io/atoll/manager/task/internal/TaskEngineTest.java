package io.atoll.manager.task.internal;

import static io.atoll.manager.task.internal.ScriptedStep.End.DONE;
import static io.atoll.manager.task.internal.ScriptedStep.End.FAILED;
import static io.atoll.manager.task.internal.ScriptedStep.End.UNAVAILABLE_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.manager.cluster.DeposedException;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.OperationId;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.StepState;
import io.atoll.manager.task.TaskFailure;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.task.TaskStep;
import io.atoll.manager.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TaskEngineTest {
    private static final List<TaskObject> VM = List.of(TaskObject.locked("vm", "v1", "web-1"));
    private static final TestDatabase DATABASE = TestDatabase.create();

    private final CrashPlan crashes = new CrashPlan();
    private final OutsideWorld world = new OutsideWorld();
    private final TaskHarness manager = new TaskHarness(DATABASE, crashes);

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    @Test
    void stepsRunInOrderAndTheTaskSucceeds() {
        script("a", 0, DONE);
        script("b", 2, DONE);
        var id = manager.submit("vm.start", VM, "a", "b");
        assertThat(manager.snapshot(id).state()).isEqualTo(TaskState.QUEUED);
        assertThat(manager.tasks.holder("vm", "v1")).contains(id);

        var task = run(id);

        assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(task.progress().percent()).isEqualTo(100);
        assertThat(states(task)).containsExactly(StepState.DONE, StepState.DONE);
        assertThat(world.effects()).containsExactly("a", "b");
        assertThat(task.result()).isEqualTo(TaskJson.object(Map.of("a", true, "b", true)));
        assertThat(manager.locks()).isZero();
    }

    @Test
    void everyChangeIsPublishedWithAGrowingRevision() {
        script("a", 2, DONE);
        var id = manager.submit("vm.start", VM, "a");
        run(id);
        var published = manager.events.views;
        assertThat(published.getFirst().state()).isEqualTo(TaskState.QUEUED);
        assertThat(published.getLast().state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(published.stream().map(view -> view.metadata().revision()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(published).anyMatch(view -> view.progress().percent() == 50);
    }

    @Test
    void aFailedStepIsUndoneWithAllBeforeItInReverse() {
        var undone = new ArrayList<String>();
        manager.steps.add(remembering("first", undone, StepOutcome.done()));
        manager.steps.add(
                remembering("second", undone, StepOutcome.failed("SPACE_EXHAUSTED", "No room.", "Make room.")));
        script("never", 0, DONE);
        var task = run(manager.submit("vm.create", VM, "first", "second", "never"));
        assertThat(task.state()).isEqualTo(TaskState.FAILED);
        assertThat(undone).containsExactly("second", "first");
        assertThat(states(task)).containsExactly(StepState.UNDONE, StepState.FAILED, StepState.SKIPPED);
        assertThat(failure(task).code()).isEqualTo("SPACE_EXHAUSTED");
        assertThat(Objects.requireNonNull(TaskViews.of(task).failure()).status())
                .isEqualTo(ErrorCode.SPACE_EXHAUSTED.status());
        assertThat(manager.locks()).isZero();
    }

    @Test
    void whatCannotBeUndoneIsToldAndTheRestIsUndoneAllTheSame() {
        script("a", 0, DONE);
        manager.steps.add(new StepHandler() {
            @Override
            public String name() {
                return "stuck";
            }

            @Override
            public StepOutcome advance(StepContext context) {
                return StepOutcome.failed("VM_WRONG_STATE", "It does not start.");
            }

            @Override
            public StepOutcome undo(StepContext context) {
                return StepOutcome.failed("IN_USE", "The disk is in use.");
            }
        });
        var task = run(manager.submit("vm.create", VM, "a", "stuck"));
        assertThat(task.state()).isEqualTo(TaskState.FAILED);
        assertThat(failure(task).causes()).anyMatch(cause -> cause.detail().contains("The disk is in use."));
        assertThat(world.effects()).isEmpty();
    }

    @Test
    void anAgentThatIsAwayIsAskedAgain() {
        script("a", 0, UNAVAILABLE_ONCE);
        var id = manager.submit("vm.start", VM, "a");
        var engine = manager.engine(manager.lead());
        assertThat(engine.drive(id)).isInstanceOf(TaskEngine.Next.LookAgain.class);
        assertThat(manager.driveToEnd(engine, id).state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(world.effects()).containsExactly("a");
    }

    @Test
    void refusalsAndFaultsOfHandlersBecomeFailures() {
        manager.steps.add(throwing("refuses", new AtollException(ErrorCode.PLACEMENT_NO_HOST, "No host fits.")));
        manager.steps.add(throwing("breaks", new IllegalArgumentException("secret internals")));
        var refused = run(manager.submit("vm.start", VM, "refuses"));
        assertThat(failure(refused).code()).isEqualTo("PLACEMENT_NO_HOST");
        var broken = run(manager.submit("vm.start", VM, "breaks"));
        assertThat(failure(broken).code()).isEqualTo("INTERNAL");
        assertThat(failure(broken).toString()).doesNotContain("secret internals");
    }

    @Test
    void onlyOneActiveTaskPerObject() {
        script("a", 0, DONE);
        var first = manager.submit("vm.start", VM, "a");
        assertThatThrownBy(() -> manager.submit("vm.stop", VM, "a")).isInstanceOfSatisfying(AtollException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.TASK_IN_PROGRESS);
            assertThat(e.getMessage())
                    .contains(first.toString())
                    .contains("vm.start")
                    .contains("web-1");
        });
        var mentioned = List.of(TaskObject.mentioned("vm", "v1", "web-1"));
        run(manager.submit("vm.look", mentioned, "a"));
        run(first);
        run(manager.submit("vm.stop", VM, "a"));
    }

    @Test
    void aTaskIsOnlyMadeInsideATransactionAndOnlyOfKnownSteps() {
        var request = TaskRequest.of("vm.start", VM, TaskJson.object(Map.of()), "test", "unknown");
        assertThatThrownBy(() -> manager.tasks.submit(request)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> manager.submit(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown");
    }

    @Test
    void aCancelledTaskIsUndone() {
        script("a", 0, DONE);
        script("b", 5, DONE);
        var id = manager.submit("vm.create", VM, "a", "b");
        var engine = manager.engine(manager.lead());
        assertThat(engine.drive(id)).isInstanceOf(TaskEngine.Next.LookAgain.class);
        assertThat(manager.snapshot(id).cancellable()).isTrue();
        manager.tasks.cancel(id, "alice");
        manager.tasks.cancel(id, "alice");
        var task = manager.driveToEnd(engine, id);
        assertThat(task.state()).isEqualTo(TaskState.CANCELLED);
        assertThat(states(task)).containsExactly(StepState.UNDONE, StepState.UNDONE);
        assertThat(world.effects()).isEmpty();
        assertThat(manager.locks()).isZero();
    }

    @Test
    void aQueuedTaskIsCancelledWithoutBeginning() {
        script("a", 0, DONE);
        var id = manager.submit("vm.create", VM, "a");
        manager.tasks.cancel(id, "alice");
        var task = run(id);
        assertThat(task.state()).isEqualTo(TaskState.CANCELLED);
        assertThat(states(task)).containsExactly(StepState.SKIPPED);
        assertThat(world.effects()).isEmpty();
    }

    @Test
    void afterAStepThatOnlyLeadsForwardCancellingIsRefused() {
        manager.steps.add(new StepHandler() {
            private int looks;

            @Override
            public String name() {
                return "no-return";
            }

            @Override
            public StepOutcome advance(StepContext context) {
                looks++;
                return looks > 2 ? StepOutcome.done() : StepOutcome.running(10, "", java.time.Duration.ofMillis(1));
            }

            @Override
            public boolean cancellable() {
                return false;
            }
        });
        var id = manager.submit("vm.delete", VM, "no-return");
        var engine = manager.engine(manager.lead());
        engine.drive(id);
        assertThat(manager.snapshot(id).cancellable()).isFalse();
        assertThatThrownBy(() -> manager.tasks.cancel(id, "alice"))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TASK_NOT_CANCELLABLE));
        assertThat(manager.driveToEnd(engine, id).state()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void aDeposedLeaderWritesNothing() {
        script("a", 0, DONE);
        var id = manager.submit("vm.start", VM, "a");
        var old = manager.engine(manager.lead());
        var current = manager.engine(manager.lead());
        assertThatThrownBy(() -> old.drive(id)).isInstanceOf(DeposedException.class);
        assertThat(manager.snapshot(id).state()).isEqualTo(TaskState.QUEUED);
        assertThat(manager.driveToEnd(current, id).state()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void aLeaderDeposedInTheMiddleOfAStepCannotRecordItsOutcome() {
        var takenOver = new ArrayList<StepOutcome>();
        manager.steps.add(new StepHandler() {
            @Override
            public String name() {
                return "slow";
            }

            @Override
            public StepOutcome advance(StepContext context) {
                if (takenOver.isEmpty()) {
                    takenOver.add(StepOutcome.done());
                    manager.lead(); // Another manager takes over while we wait for the agent.
                    return StepOutcome.failed("INTERNAL", "what the old leader believes");
                }
                return StepOutcome.done();
            }
        });
        var id = manager.submit("vm.start", VM, "slow");
        var old = manager.engine(manager.lead());
        assertThatThrownBy(() -> old.drive(id)).isInstanceOf(DeposedException.class);
        assertThat(states(manager.snapshot(id))).containsExactly(StepState.RUNNING);
        assertThat(run(id).state()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void aChoiceIsRememberedForTheNextCallAndTheNextStep() {
        var chosen = new ArrayList<String>();
        manager.steps.add(choosing("place", chosen));
        manager.steps.add(choosing("start", chosen));
        var id = manager.submit("vm.start", VM, "place", "start");
        run(id);
        assertThat(chosen).containsExactly("n1", "n1");
    }

    @Test
    void aParentShowsAndAwaitsItsChildren() {
        script("ok", 0, DONE);
        script("bad", 0, FAILED);
        var parent = manager.submit(new TaskRequest(
                "vm.bulk", List.of(), List.of(TaskStep.AWAIT_CHILDREN), TaskJson.object(Map.of()), "test", null));
        var good = manager.submit(child("ok", "v1").withParent(parent));
        var bad = manager.submit(child("bad", "v2").withParent(parent));
        var engine = manager.engine(manager.lead());
        assertThat(engine.drive(parent)).isInstanceOf(TaskEngine.Next.LookAgain.class);
        assertThat(manager.snapshot(parent).childCount()).isEqualTo(2);
        assertThat(manager.driveToEnd(engine, good).state()).isEqualTo(TaskState.SUCCEEDED);
        engine.drive(parent);
        assertThat(manager.snapshot(parent).progress().percent()).isEqualTo(50);
        manager.driveToEnd(engine, bad);
        var task = manager.driveToEnd(engine, parent);
        assertThat(task.state()).isEqualTo(TaskState.FAILED);
        assertThat(failure(task).causes()).hasSize(1);
        assertThat(failure(task).causes().getFirst().detail()).contains("bad failed");
        assertThat(task.result())
                .isEqualTo(TaskJson.object(Map.of("total", 2, "succeeded", 1, "failed", 1, "cancelled", 0)));
    }

    @Test
    void cancellingAParentCancelsItsChildren() {
        script("long", 50, DONE);
        var parent = manager.submit(new TaskRequest(
                "vm.bulk", VM, List.of(TaskStep.AWAIT_CHILDREN), TaskJson.object(Map.of()), "test", null));
        var child = manager.submit(child("long", "v1").withParent(parent)); // It may work on what its parent holds.
        var engine = manager.engine(manager.lead());
        engine.drive(parent);
        engine.drive(child);
        manager.tasks.cancel(parent, "alice");
        engine.drive(parent);
        assertThat(manager.snapshot(parent).state()).isEqualTo(TaskState.ROLLING_BACK);
        assertThat(manager.driveToEnd(engine, child).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(manager.driveToEnd(engine, parent).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(manager.locks()).isZero();
    }

    @Test
    void textsNoDatabaseCanHoldAreMadeHarmless() {
        manager.steps.add(new StepHandler() {
            @Override
            public String name() {
                return "odd";
            }

            @Override
            public StepOutcome advance(StepContext context) {
                context.result("said", "a\u0000b");
                return StepOutcome.failed("AGENT\u0000CODE", "zero \u0000 " + "x".repeat(10_000));
            }
        });
        var task = run(manager.submit("vm.start", VM, "odd"));
        assertThat(task.state()).isEqualTo(TaskState.FAILED);
        assertThat(task.steps().getFirst().detail()).startsWith("zero ").hasSizeLessThan(2_001);
    }

    private TaskSnapshot run(io.atoll.manager.task.TaskId id) {
        return manager.driveToEnd(manager.engine(manager.lead()), id);
    }

    private static TaskFailure failure(TaskSnapshot task) {
        return Objects.requireNonNull(task.failure());
    }

    private void script(String name, int looks, ScriptedStep.End end) {
        manager.steps.add(new ScriptedStep(name, looks, end, world, crashes));
    }

    private static List<StepState> states(TaskSnapshot task) {
        return task.steps().stream().map(TaskSnapshot.StepSnapshot::state).toList();
    }

    private static TaskRequest child(String step, String vm) {
        return TaskRequest.of(
                "vm.start", List.of(TaskObject.locked("vm", vm, vm)), TaskJson.object(Map.of()), "test", step);
    }

    private static StepHandler remembering(String name, List<String> undone, StepOutcome outcome) {
        return new StepHandler() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public StepOutcome advance(StepContext context) {
                return outcome;
            }

            @Override
            public StepOutcome undo(StepContext context) {
                undone.add(name);
                return StepOutcome.done();
            }
        };
    }

    private static StepHandler throwing(String name, RuntimeException fault) {
        return new StepHandler() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public StepOutcome advance(StepContext context) {
                throw fault;
            }

            @Override
            public void interrupt(OperationId operation, StepContext context) {
                throw fault;
            }
        };
    }

    private static StepHandler choosing(String name, List<String> chosen) {
        return new StepHandler() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public StepOutcome advance(StepContext context) {
                if (context.recall("host", String.class).isEmpty()) {
                    context.remember("host", "n1");
                }
                chosen.add(context.recall("host", String.class).orElseThrow());
                return StepOutcome.done();
            }
        };
    }
}
