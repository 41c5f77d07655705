package io.atoll.manager.agentlink.internal;

import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.CancelRequest;
import io.atoll.agent.v1.GetHostRequest;
import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.ImageHeader;
import io.atoll.agent.v1.Progress;
import io.atoll.agent.v1.RunRequest;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.agentlink.ConsoleKind;
import io.atoll.manager.agentlink.ConsoleReceiver;
import io.atoll.manager.agentlink.ConsoleStream;
import io.atoll.manager.agentlink.HostListener;
import io.atoll.manager.agentlink.LinkState;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Calls agents over their channels. */
@Service
class GrpcAgentLink implements AgentLink {
    /** Self-checks ask the kernel, QEMU and the pools; they have their own, shorter limits. */
    private static final int GET_HOST_SECONDS = 20;

    private static final int CANCEL_SECONDS = 10;
    private static final Duration LONGEST_GREETING = Duration.ofSeconds(2);
    /** Six signs of life of the agent. */
    private static final Duration OPERATION_PATIENCE = Duration.ofMinutes(1);

    private static final Duration TRANSFER_PATIENCE = Duration.ofMinutes(1);

    private final AgentChannels channels;
    private final HostWatches watches;
    private final Listeners listeners;

    GrpcAgentLink(AgentChannels channels, HostWatches watches, Listeners listeners) {
        this.channels = channels;
        this.watches = watches;
        this.listeners = listeners;
    }

    @Override
    public AgentOutcome run(
            HostId host,
            String operationId,
            LeaderEpoch epoch,
            Consumer<RunRequest.Builder> fill,
            Consumer<Progress> onProgress) {
        AgentChannels.AgentChannel channel = channels.to(host);
        var request = RunRequest.newBuilder();
        fill.accept(request);
        request.setOperationId(operationId).setLeaderEpoch(epoch.value());
        return new OperationCall(channel, request.build(), onProgress, OPERATION_PATIENCE).run();
    }

    @Override
    public boolean cancel(HostId host, String operationId, LeaderEpoch epoch) {
        AgentChannels.AgentChannel channel = channels.to(host);
        try {
            return AgentServiceGrpc.newBlockingStub(channel.channel())
                    .withDeadlineAfter(CANCEL_SECONDS, TimeUnit.SECONDS)
                    .cancel(CancelRequest.newBuilder()
                            .setOperationId(operationId)
                            .setLeaderEpoch(epoch.value())
                            .build())
                    .getWasRunning();
        } catch (StatusRuntimeException e) {
            throw CallFailures.exception(e, channel);
        }
    }

    @Override
    public HostReport getHost(HostId host) {
        AgentChannels.AgentChannel channel = channels.to(host);
        try {
            HostReport report = AgentServiceGrpc.newBlockingStub(channel.channel())
                    .withDeadlineAfter(GET_HOST_SECONDS, TimeUnit.SECONDS)
                    .getHost(GetHostRequest.getDefaultInstance());
            ReportCheck.host(host, report).ifPresent(wrong -> {
                throw new AtollException(
                        ErrorCode.AGENT_UNREACHABLE, "The host's report cannot be true: %s.".formatted(wrong));
            });
            return PlainText.in(report);
        } catch (StatusRuntimeException e) {
            throw CallFailures.exception(e, channel);
        }
    }

    @Override
    public boolean answers(HostId host) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("A host was to be asked whether it answers inside a database transaction.");
        }
        return channels.answers(host, LONGEST_GREETING);
    }

    @Override
    public ConsoleStream openConsole(HostId host, VmId vm, ConsoleKind kind, ConsoleReceiver receiver) {
        return GrpcConsole.open(channels.to(host), vm, kind, receiver);
    }

    @Override
    public AgentOutcome writeImage(
            HostId host, ImageHeader header, InputStream content, Consumer<Progress> onProgress) {
        return new ImageTransfer(channels.to(host), header, onProgress, TRANSFER_PATIENCE).send(content);
    }

    @Override
    public LinkState state(HostId host) {
        return watches.state(host);
    }

    @Override
    public void addListener(HostListener listener) {
        listeners.add(listener);
    }
}
