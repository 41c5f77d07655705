package io.atoll.manager.testing.agent;

import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.Failed;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.RunRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a scripted agent does about one kind of command instead of just doing it. Each method answers this, to be chained. */
public final class Reaction {
    private final RunRequest.OperationCase command;
    private final List<Runnable> before = new ArrayList<>();
    private final List<Runnable> after = new ArrayList<>();
    private final List<OperationEvent> says = new ArrayList<>();
    private Duration pause = Duration.ZERO;
    private boolean losesAnswer;
    private boolean dies;
    private boolean works = true;
    private @Nullable OperationEvent answer;
    private @Nullable RefusedByAgent refusal;
    private int times = 1;

    Reaction(RunRequest.OperationCase command) {
        this.command = command;
    }

    /** It says no before it begins, with a code in the trailer. */
    public Reaction refuses(String code, String detail) {
        works = false;
        refusal = new RefusedByAgent(code, detail);
        return this;
    }

    /** It dies before it begins, and is there again at once. */
    public Reaction diesBefore(ScriptedAgent agent) {
        dies = true;
        return first(() -> {
            agent.dies();
            agent.start();
        });
    }

    /** The host loses power before it begins; what follows is up to the test. */
    public Reaction hostDiesBefore(ScriptedAgent agent) {
        dies = true;
        return first(agent::hostDies);
    }

    /** It begins, fails, and leaves nothing. */
    public Reaction fails(String code, String detail) {
        works = false;
        return answers(OperationEvent.newBuilder()
                .setFailed(Failed.newBuilder().setCode(code).setDetail(detail).setRolledBack(true)));
    }

    /** It does it (unless it also fails) and answers this instead of the truth. */
    public Reaction answers(Done done) {
        return answers(OperationEvent.newBuilder().setDone(done));
    }

    public Reaction answers(OperationEvent.Builder event) {
        answer = event.build();
        return this;
    }

    /** Not done, whatever is answered. */
    public Reaction doesNothing() {
        works = false;
        return this;
    }

    /** Said before the answer. */
    public Reaction says(OperationEvent.Builder event) {
        says.add(event.build());
        return this;
    }

    /** So long it pauses before each thing it says, and the answer comes after all of them. */
    public Reaction slowly(Duration everyPause) {
        pause = everyPause;
        return this;
    }

    public Reaction first(Runnable action) {
        before.add(action);
        return this;
    }

    /** After the work and before the answer. */
    public Reaction then(Runnable action) {
        after.add(action);
        return this;
    }

    /** The stream breaks before the answer; what was done stays done. */
    public Reaction losesAnswer() {
        losesAnswer = true;
        return this;
    }

    /** Answers when the latch is open. */
    public Reaction waitsFor(CountDownLatch latch) {
        return then(() -> {
            try {
                latch.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    public Reaction times(int count) {
        times = count;
        return this;
    }

    public Reaction always() {
        return times(Integer.MAX_VALUE);
    }

    RunRequest.OperationCase command() {
        return command;
    }

    /** Whether it is used up with this use. */
    boolean use() {
        return --times <= 0;
    }

    void before() {
        before.forEach(Runnable::run);
    }

    void after() {
        after.forEach(Runnable::run);
    }

    void say(Consumer<OperationEvent> caller) {
        for (var event : says) {
            LockSupport.parkNanos(pause.toNanos());
            caller.accept(event);
        }
    }

    boolean neverBegins() {
        return dies;
    }

    boolean works() {
        return works;
    }

    boolean answerIsLost() {
        return losesAnswer;
    }

    @Nullable
    OperationEvent answer() {
        return answer;
    }

    @Nullable
    RefusedByAgent refusal() {
        return refusal;
    }
}
