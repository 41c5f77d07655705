package io.atoll.manager.testing.agent;

import io.atoll.agent.v1.Failed;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.RunRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs each operation once, as the real agent does: asked again for one that runs it attaches, for one that ended it tells
 * how; other content under a known id is refused.
 */
final class Commands {
    private final VmMachine machine;
    private final Function<RunRequest.OperationCase, @Nullable Reaction> script;
    private final List<RunRequest> received = new CopyOnWriteArrayList<>();
    private final List<RunRequest.OperationCase> carriedOut = new CopyOnWriteArrayList<>();
    private final Map<String, RunRequest> contents = new HashMap<>();
    private final Map<String, CompletableFuture<OperationEvent>> operations = new ConcurrentHashMap<>();

    Commands(VmMachine machine, Function<RunRequest.OperationCase, @Nullable Reaction> script) {
        this.machine = machine;
        this.script = script;
    }

    /** How the caller is told. */
    interface Caller {
        void hears(OperationEvent event);

        void isRefused(String code, String detail);

        void losesTheStream();
    }

    List<RunRequest> received() {
        return List.copyOf(received);
    }

    List<RunRequest.OperationCase> carriedOut() {
        return List.copyOf(carriedOut);
    }

    /** After the death of the host nothing is remembered that was not on its disk. */
    void forgetAll() {
        operations.clear();
        synchronized (this) {
            contents.clear();
        }
    }

    void run(RunRequest request, Caller caller) {
        received.add(request);
        if (!isSameContent(request)) {
            caller.isRefused("OPERATION_ID_REUSED", "The operation was asked for before with other content.");
            return;
        }
        var reaction = script.apply(request.getOperationCase());
        if (reaction != null) {
            reaction.before();
            if (isTurnedAway(request, reaction, caller)) {
                return;
            }
        }
        var mine = new CompletableFuture<OperationEvent>();
        var known = operations.putIfAbsent(request.getOperationId(), mine);
        if (known == null) {
            mine.complete(carryOut(request, reaction));
        }
        var outcome = (known == null ? mine : known).join();
        if (reaction != null) {
            reaction.after();
            reaction.say(caller::hears);
            if (reaction.answerIsLost()) {
                caller.losesTheStream();
                return;
            }
        }
        caller.hears(outcome);
    }

    private boolean isTurnedAway(RunRequest request, Reaction reaction, Caller caller) {
        var refusal = reaction.refusal();
        if (refusal != null) {
            forget(request);
            caller.isRefused(refusal.code(), String.valueOf(refusal.getMessage()));
        } else if (reaction.neverBegins()) {
            forget(request);
            caller.losesTheStream();
        }
        return refusal != null || reaction.neverBegins();
    }

    private synchronized boolean isSameContent(RunRequest request) {
        var content = request.toBuilder().clearLeaderEpoch().build();
        var before = contents.putIfAbsent(request.getOperationId(), content);
        return before == null || before.equals(content);
    }

    private synchronized void forget(RunRequest request) {
        if (!operations.containsKey(request.getOperationId())) {
            contents.remove(request.getOperationId());
        }
    }

    private OperationEvent carryOut(RunRequest request, @Nullable Reaction reaction) {
        var id = OperationEvent.newBuilder().setOperationId(request.getOperationId());
        try {
            if (reaction == null || reaction.works()) {
                var done = machine.carryOut(request);
                carriedOut.add(request.getOperationCase());
                id.setDone(done);
            }
        } catch (RefusedByAgent e) {
            id.setFailed(Failed.newBuilder()
                    .setCode(e.code())
                    .setDetail(String.valueOf(e.getMessage()))
                    .setRolledBack(true));
        }
        var scripted = reaction == null ? null : reaction.answer();
        return scripted == null
                ? id.build()
                : scripted.toBuilder().setOperationId(request.getOperationId()).build();
    }

    List<String> ids() {
        return new ArrayList<>(operations.keySet());
    }
}
