package io.atoll.manager.agentlink.internal;

import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.Progress;
import io.atoll.agent.v1.RunRequest;
import io.atoll.manager.agentlink.AgentOutcome;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One operation on one host, followed to its end. It may take as long as it likes; its agent says something every ten
 * seconds meanwhile, so one that says nothing for {@code patience} hangs, although its connection lives.
 */
final class OperationCall {
    private final AgentChannels.AgentChannel channel;
    private final RunRequest request;
    private final Consumer<Progress> onProgress;
    private final Duration patience;

    OperationCall(
            AgentChannels.AgentChannel channel, RunRequest request, Consumer<Progress> onProgress, Duration patience) {
        this.channel = channel;
        this.request = request;
        this.onProgress = onProgress;
        this.patience = patience;
    }

    AgentOutcome run() {
        var call = AgentServiceGrpc.newBlockingV2Stub(channel.channel()).run(request);
        try {
            return follow(call);
        } catch (StatusException e) {
            return CallFailures.outcome(e.getStatus(), e.getTrailers(), channel);
        } catch (TimeoutException _) {
            return new AgentOutcome.Unavailable(
                    "The agent at %s:%d is connected, but has said nothing about the operation for %d s. Restart it if that goes on; its VMs run on."
                            .formatted(
                                    channel.endpoint().address(),
                                    channel.endpoint().port(),
                                    patience.toSeconds()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new AgentOutcome.Unavailable("The manager stops.");
        } finally {
            call.cancel("no longer followed", null); // the operation itself goes on
        }
    }

    private AgentOutcome follow(BlockingClientCall<?, OperationEvent> call)
            throws InterruptedException, StatusException, TimeoutException {
        while (true) {
            OperationEvent event = call.read(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                return new AgentOutcome.Unavailable(
                        "The agent ended the stream before it said how the operation ended.");
            }
            Optional<AgentOutcome> end = take(event);
            if (end.isPresent()) {
                return end.get();
            }
        }
    }

    /** The outcome, if this is one. */
    private Optional<AgentOutcome> take(OperationEvent event) {
        return switch (event.getEventCase()) {
            case PROGRESS -> {
                onProgress.accept(OperationNews.progress(event.getProgress()));
                yield Optional.empty();
            }
            case DONE -> Optional.of(OperationNews.done(request, event.getDone()));
            case FAILED -> Optional.of(OperationNews.failed(event.getFailed()));
            // A sign of life, or a newer agent's news that we do not know; the outcome still comes.
            case EVENT_NOT_SET -> Optional.empty();
        };
    }
}
